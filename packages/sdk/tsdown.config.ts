import { defineConfig } from 'tsdown';
import { thirdPartyLicences } from '../../scripts/build/third-party-licences.ts';

/** What is bundled comes without dependencies, and with the licences of the others whose work is in it. */
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
