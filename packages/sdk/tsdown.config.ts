import { defineConfig } from 'tsdown';
import { thirdPartyLicences } from '../../scripts/build/third-party-licences.ts';

/** Bundles all dependencies, with the licences of the packages whose code is in the bundle. */
export default defineConfig({
  entry: 'src/index.ts',
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: true,
  deps: { onlyBundle: ['@trpc/client', '@trpc/server', 'superjson', 'copy-anything'] },
  treeshake: { moduleSideEffects: false },
  dts: true,
  plugins: [thirdPartyLicences()],
});
