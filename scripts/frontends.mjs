import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dependenciesHash, root } from './install.mjs';

/** The frontends of this repository, in `apps`. */
const frontends = ['storefront', 'admin'].filter((name) => existsSync(join(root, 'apps', name, 'vite.config.ts')));

/** The packages whose sources they contain. */
const shared = ['packages/look/src', 'packages/sdk/src'];

/** Builds every frontend whose sources have changed since its last build, and returns their names. */
export async function buildFrontends() {
  if (!frontends.every(isFresh)) {
    const child = startBuild();
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error('The frontends could not be built. The output above says why.');
  }
  return frontends;
}

/**
 * Builds in a process with `NODE_ENV=production`. With another value, such as that of tests, React would be the one for
 * development, which contains the paths of the sources.
 */
function startBuild() {
  const env = { ...process.env, NODE_ENV: 'production' };
  return spawn(process.execPath, [fileURLToPath(import.meta.url)], { stdio: ['ignore', 'ignore', 'inherit'], env });
}

async function buildHere() {
  for (const name of frontends) {
    if (isFresh(name)) continue;
    const { build } = await import(
      pathToFileURL(join(root, 'apps', name, 'node_modules/vite/dist/node/index.js')).href
    );
    const folder = join(root, 'apps', name);
    const draft = join(folder, `node_modules/.cache/dist-${randomUUID()}`);
    await build({ root: folder, logLevel: 'warn', build: { outDir: draft, emptyOutDir: true } });
    const hash = sourcesHash(name);
    const target = join(folder, 'dist');
    // A server that runs meanwhile sees the old build or the new one.
    if (existsSync(target)) renameSync(target, `${draft}.old`);
    renameSync(draft, target);
    rmSync(`${draft}.old`, { recursive: true, force: true });
    writeFileSync(recordOf(name), hash);
  }
}

/** Builds in another process. Until the first build is done, a page says so and loads itself again. */
export function buildInBackground() {
  for (const name of frontends) {
    const folder = join(root, 'apps', name, 'dist');
    if (existsSync(folder)) continue;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.html'), notYet);
  }
  if (frontends.every(isFresh)) return;
  startBuild().unref();
}

const notYet = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>Cartwright</title></head><body><p>The pages are being built. This takes a few seconds.</p></body></html>
`;

function isFresh(name) {
  try {
    return (
      existsSync(join(root, 'apps', name, 'dist/assets')) && readFileSync(recordOf(name), 'utf8') === sourcesHash(name)
    );
  } catch {
    return false;
  }
}

const recordOf = (name) => join(root, 'apps', name, 'node_modules/.cache/built-from.txt');

/** A hash that changes with the sources of a frontend and with the installed packages. */
function sourcesHash(name) {
  const hash = createHash('sha256').update(dependenciesHash());
  for (const file of ['index.html', 'vite.config.ts']) hash.update(readFileSync(join(root, 'apps', name, file)));
  for (const folder of [`apps/${name}/src`, ...shared]) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    for (const path of files.map((file) => join(file.parentPath, file.name)).sort()) {
      if (!/\.test\.tsx?$/.test(path)) hash.update(path.slice(root.length)).update(readFileSync(path));
    }
  }
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildHere();
