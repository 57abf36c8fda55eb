import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const sdk = (file: string) => fileURLToPath(new URL(`../../packages/sdk/src/${file}.ts`, import.meta.url));
const api = process.env['CARTWRIGHT_URL'] ?? 'http://localhost:8000';

/** `VITE_API_URL` names the server's address for a storefront on another host. */
export default defineConfig(({ command }) => ({
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^@cartwright\/sdk$/, replacement: sdk('index') },
      { find: /^@cartwright\/sdk\/react-query$/, replacement: sdk('react-query') },
    ],
  },
  // The server replaces the word in the built page with the nonce of each response.
  ...(command === 'build' && { html: { cspNonce: '__NONCE__' } }),
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: Object.fromEntries(['/api', '/trpc', '/images'].map((path) => [path, api])) },
}));
