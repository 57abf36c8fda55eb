import { defineConfig } from 'tsdown';
import { thirdPartyLicences } from '../../scripts/build/third-party-licences.ts';

const common = { platform: 'neutral', target: 'es2022', fixedExtension: true, dts: true } as const;

/** Two bundles, so that each has all of its types. */
export default defineConfig([
  {
    // Bundles all dependencies, with the licences of the packages whose code is in the bundle.
    ...common,
    entry: 'src/index.ts',
    deps: { onlyBundle: ['@trpc/client', '@trpc/server', 'superjson', 'copy-anything'] },
    treeshake: { moduleSideEffects: false },
    plugins: [thirdPartyLicences()],
  },
  {
    ...common,
    entry: 'src/react-query.ts',
    deps: { neverBundle: ['@cartwright/sdk', '@tanstack/react-query'] },
    clean: false,
  },
]);
