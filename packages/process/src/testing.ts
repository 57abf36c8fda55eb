import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export { warningsAboutNode } from './node-version.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const sources = { server: 'apps/server/src/main.ts', cartwright: 'apps/worker/src/main.ts' } as const;

/**
 * The arguments with which Node runs the server or the command line. Uses the production build, made once for each run
 * of the tests, because it starts in a third of a second and the sources in two.
 *
 * @param from `sources` for tests that inspect packages which the build bundles, `start` for the way of `npm start`
 */
export function programArgs(name: keyof typeof sources, from: 'build' | 'sources' | 'start' = 'build'): string[] {
  if (from === 'start') return [join(root, `scripts/${name === 'server' ? 'start' : name}.mjs`)];
  if (from === 'sources' || process.env['TEST_BUILD'] === undefined) {
    return ['--import', import.meta.resolve('tsx'), join(root, sources[name])];
  }
  return [join(builtOnce(), `${name}.js`)];
}

/**
 * The folder of `npm run build`, for tests that only read it. The first process of a run makes it, and the others wait.
 */
export function builtOnce(): string {
  const folder = process.env['TEST_BUILD'];
  if (folder === undefined) throw new Error('vitest.config.ts says in TEST_BUILD where the build is to be.');
  const [claim, done] = [`${folder}.claim`, `${folder}.done`];
  if (existsSync(done)) return folder;
  if (claims(claim)) {
    const args = [join(root, 'scripts/build.mjs'), '--out', folder];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`The build failed: ${stdout}${stderr}`);
    writeFileSync(done, '');
    return folder;
  }
  const deadline = Date.now() + 180_000;
  while (!existsSync(done)) {
    if (Date.now() > deadline) throw new Error('The build for the tests was begun and never done.');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  return folder;
}

function claims(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch {
    return false;
  }
}
