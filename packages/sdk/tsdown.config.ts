import { readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';

type Plugin = Extract<UserConfig['plugins'], { generateBundle?: unknown }>;

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

function thirdPartyLicences(): Plugin {
  return {
    name: 'third-party-licences',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
      const folders = new Set(modules.flatMap((id) => /.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []));
      const notices = [...folders].sort().map((folder) => {
        const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Record<string, string>;
        return `${name} ${version}\n\n${readFileSync(`${folder}/LICENSE`, 'utf8').trim()}\n`;
      });
      const source = `This package contains code of these packages.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`;
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENCES.txt', source });
    },
  };
}
