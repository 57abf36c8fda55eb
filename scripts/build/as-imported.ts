import type { UserConfig } from 'tsdown';

type Plugin = Extract<UserConfig['plugins'], { resolveId?: unknown }>;

/** Gives `require` of a package the same module as `import`. */
export function asImported(name: string): Plugin {
  return {
    name: 'as-imported',
    resolveId(source, importer, { kind }) {
      if (source !== name || kind !== 'require-call') return undefined;
      return this.resolve(source, importer, { kind: 'import-statement', skipSelf: true });
    },
  };
}
