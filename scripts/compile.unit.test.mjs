import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compile } from './compile.mjs';

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cartwright-compile-'));
  mkdirSync(join(root, 'src'));
  write(
    'src/main.ts',
    "import { word } from './word.ts';\nimport facts from '../facts.json' with { type: 'json' };\nconsole.log(word as string, facts.number);\n",
  );
  write('src/word.ts', "export const word: string = 'one';\n");
  write('facts.json', '{ "number": 1 }');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (path, text) => writeFileSync(join(root, path), text);
const compileHere = (more = {}) =>
  compile({ root, cache: join(root, 'cache'), entries: { main: 'src/main.ts' }, ...more });
const run = ({ modules }) => execFileSync(process.execPath, [modules.main], { encoding: 'utf8' });

test('what was compiled is used again while no source has changed, whatever its date', async () => {
  const first = await compileHere();
  expect([first.isFresh, run(first)]).toEqual([true, 'one 1\n']);
  utimesSync(join(root, 'src/word.ts'), new Date(), new Date());
  write('src/unused.ts', 'export {};\n');
  expect(await compileHere()).toEqual({ ...first, isFresh: false });
});

test('an edit of any file that is in it counts at the next start, also one of the same length and date', async () => {
  const before = await compileHere();
  const date = new Date('2026-01-01T00:00:00Z');
  for (const [path, from, to, says] of [
    ['src/word.ts', 'one', 'two', 'two 1\n'],
    ['facts.json', '1', '2', 'two 2\n'],
    ['src/main.ts', 'console.log(', "console.log('main', ", 'main two 2\n'],
  ]) {
    utimesSync(join(root, path), date, date);
    await compileHere();
    write(path, readFileSync(join(root, path), 'utf8').replace(from, to));
    utimesSync(join(root, path), date, date);
    const after = await compileHere();
    expect([after.isFresh, run(after)]).toEqual([true, says]);
  }
  // A process that began earlier still finds its parts.
  expect(run(before)).toBe('one 1\n');
});

test('other packages, and a result that was removed, are compiled again', async () => {
  const first = await compileHere();
  expect((await compileHere({ salt: 'other packages' })).isFresh).toBe(true);
  rmSync(join(first.modules.main, '../..'), { recursive: true });
  const again = await compileHere();
  expect([again.isFresh, run(again)]).toEqual([true, 'one 1\n']);
});

test('processes that start at the same time do not disturb each other', async () => {
  const all = await Promise.all(Array.from({ length: 4 }, () => compileHere()));
  for (const one of all) expect(run(one)).toBe('one 1\n');
  expect((await compileHere()).isFresh).toBe(false);
});

test('a source that cannot be compiled is refused, and counts again once it is mended', async () => {
  await compileHere();
  write('src/word.ts', 'export const word = ;\n');
  await expect(compileHere()).rejects.toThrow('word.ts');
  write('src/word.ts', "export const word = 'three';\n");
  expect(run(await compileHere())).toBe('three 1\n');
});

test('packages are imported dynamically only if they stay outside, because a bundled CommonJS package has only a default export', () => {
  const ls = ['ls-files', '--cached', '--others', '--exclude-standard', 'packages/*/src/*.ts', 'apps/*/src/*.ts'];
  const repository = fileURLToPath(new URL('..', import.meta.url));
  const files = execFileSync('git', ls, { encoding: 'utf8', cwd: repository })
    .split('\n')
    .filter((file) => file !== '' && !/\.test\.ts$|\/testing\//.test(file));
  expect(files.length).toBeGreaterThan(400);
  const outside = ['sharp', 'better-sqlite3', '@node-rs/argon2'];
  const imports = files.flatMap((file) =>
    [...readFileSync(join(repository, file), 'utf8').matchAll(/await import\('([^.'][^']*)'\)/g)].map(
      ([, name]) => `${file}: ${name}`,
    ),
  );
  expect(imports.length).toBeGreaterThan(2);
  const isSafe = (name) => outside.includes(name) || name.startsWith('@cartwright/') || name.startsWith('node:');
  expect(imports.filter((line) => !isSafe(line.split(': ')[1]))).toEqual([]);
});
