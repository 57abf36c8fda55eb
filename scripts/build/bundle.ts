import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsdown';
import { asImported } from './as-imported.ts';
import { thirdPartyLicences } from './third-party-licences.ts';

/**
 * Writes `server.js` and `cartwright.js`, and in `chunks` all the code that they need except the packages `outside`.
 */
export async function bundle(root: string, target: string, outside: readonly string[]): Promise<void> {
  // Names the sources in maps as if they lay in `dist`, so that two builds of one state are the same. rolldown's path
  // of a chunk's map has its folder twice.
  const seenFromDist = (source: string, map: string) => {
    const folder = basename(dirname(map)) === 'chunks' ? 'chunks' : '.';
    return relative(join(root, 'dist', folder), resolve(target, folder, source)).replaceAll(sep, '/');
  };
  await build({
    config: false,
    cwd: root,
    entry: { server: 'apps/server/src/main.ts', cartwright: 'apps/worker/src/main.ts' },
    outDir: target,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    fixedExtension: false,
    dts: false,
    sourcemap: true,
    clean: true,
    logLevel: 'warn',
    // pg requires pg-native only if NODE_PG_FORCE_NATIVE is set.
    deps: { alwaysBundle: [/./], neverBundle: [...outside, 'pg-native'] },
    // graphile-worker would look for a configuration file in this folder and in all above it.
    alias: { cosmiconfig: fileURLToPath(new URL('no-cosmiconfig.ts', import.meta.url)) },
    outputOptions: {
      chunkFileNames: 'chunks/[name]-[hash].js',
      sourcemapExcludeSources: true,
      sourcemapPathTransform: seenFromDist,
    },
    // The names in its CommonJS files make rolldown confuse its own with the package's.
    plugins: [asImported('@opentelemetry/semantic-conventions'), thirdPartyLicences()],
  });
}
