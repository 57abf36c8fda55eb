import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const self = readFileSync(fileURLToPath(import.meta.url));
const day = 24 * 60 * 60_000;

/**
 * Bundles entry points, so that they start several times as fast as from their sources, and caches the result. The
 * result is valid as long as every file in it has the same content, so an edit takes effect at the next start.
 *
 * @param root the folder of the sources
 * @param cache the folder of the results, from which packages resolve as from the sources
 * @param entries the source of each entry point, by the name of its module
 * @param natives folders by the names of packages with machine code, which resolve from there and are not bundled
 * @param salt other inputs of a result, such as a hash of the installed packages
 * @returns the path of each module, and whether it had to be made
 */
export async function compile({ root, cache, entries, natives = {}, alias = {}, salt = '' }) {
  const recipe = sha256(self, JSON.stringify({ root, entries, natives, alias, salt }));
  const record = join(cache, 'latest.json');
  const kept = reusable(record, root, recipe);
  const made = kept ?? (await bundle());
  const folder = join(cache, made.folder);
  const now = new Date();
  utimesSync(folder, now, now);
  const modules = Object.keys(entries).map((name) => [name, join(folder, `${name}.mjs`)]);
  return { modules: Object.fromEntries(modules), isFresh: kept === undefined };

  async function bundle() {
    const { build } = await import('esbuild');
    const inputs = {};
    const folder = randomUUID();
    mkdirSync(cache, { recursive: true });
    await build({
      absWorkingDir: root,
      entryPoints: entries,
      outdir: join(cache, folder),
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: `node${process.versions.node}`,
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'error',
      alias,
      // pg requires pg-native only if NODE_PG_FORCE_NATIVE is set.
      external: ['pg-native'],
      // CommonJS packages require Node's own modules.
      banner: {
        js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
      },
      plugins: [nativesOutside(root, natives), recorded(root, inputs)],
    });
    const result = { recipe, folder, inputs };
    const draft = join(cache, `${folder}.json`);
    writeFileSync(draft, JSON.stringify(result));
    renameSync(draft, record);
    removeOld(cache, folder);
    return result;
  }
}

/** The last result, if its sources have not changed. */
function reusable(record, root, recipe) {
  try {
    const last = JSON.parse(readFileSync(record, 'utf8'));
    const isSame = ([path, hash]) => sha256(readFileSync(join(root, path))) === hash;
    if (last.recipe !== recipe || !existsSync(join(dirname(record), last.folder))) return undefined;
    return Object.entries(last.inputs).every(isSame) ? last : undefined;
  } catch {
    // There is no result, or one of its files is gone.
    return undefined;
  }
}

/** Records the content of each source at compilation. The lockfile stands for the packages. */
function recorded(root, inputs) {
  return {
    name: 'recorded',
    setup({ onLoad }) {
      onLoad({ filter: /\.(ts|json)$/ }, ({ path }) => {
        if (path.includes('/node_modules/')) return undefined;
        const contents = readFileSync(path);
        inputs[relative(root, path)] = sha256(contents);
        return { contents, loader: path.endsWith('.json') ? 'json' : 'ts' };
      });
    },
  };
}

function nativesOutside(root, natives) {
  return {
    name: 'natives outside',
    setup({ onResolve }) {
      onResolve({ filter: /^[\w@]/ }, ({ path }) => {
        const from = natives[path];
        if (from === undefined) return undefined;
        const found = createRequire(join(root, from, 'package.json')).resolve(path);
        return { path: pathToFileURL(found).href, external: true };
      });
    },
  };
}

/** Removes only results unused for a day, because a running process may still load parts of its own. */
function removeOld(cache, present) {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const isOld = Date.now() - statSync(path).mtimeMs > day;
    if (isOld && name !== present && name !== 'latest.json') rmSync(path, { recursive: true, force: true });
  }
}

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
