import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';

// Serves a frontend with hot reload. It reaches the API of `npm start` through the same address.
await ensureInstalled();
const [name = 'storefront', ...args] = process.argv.slice(2);
const folder = join(root, 'apps', name);
const vite = spawn(process.execPath, [join(folder, 'node_modules/vite/bin/vite.js'), ...args], {
  cwd: folder,
  stdio: 'inherit',
});
vite.once('exit', (code) => process.exit(code ?? 1));
