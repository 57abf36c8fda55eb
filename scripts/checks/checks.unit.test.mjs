import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import semver from 'semver';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { advisoryFaults, lockedPackages, readAdvisories } from './advisories.mjs';
import { heldPromises } from './held-promises.mjs';
import { isAllowed, licenceFaults } from './licences.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

describe('licences', () => {
  test.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['(MIT AND GPL-3.0)', false],
    ['MIT AND ISC', true],
    ['GPL-3.0-or-later', false],
    ['', false],
  ])('"%s" is allowed: %s', (licence, allowed) => {
    expect(isAllowed(licence, ['MIT', 'ISC'])).toBe(allowed);
  });

  test('of what is installed are all allowed', () => {
    expect(licenceFaults(root)).toBeUndefined();
  });
});

describe('advisories', () => {
  test('are compared with every version that the lockfile has of a package', () => {
    const lockfile = 'packages:\n  a@1.0.0: {}\n  a@2.0.0: {}\n  "@b/c@3.1.0(peer@1.0.0)": {}\n';
    expect([...lockedPackages(lockfile)]).toEqual([
      ['a', ['1.0.0', '2.0.0']],
      ['@b/c', ['3.1.0']],
    ]);
  });

  test('each names a package of ours, a range, and where to read about it', () => {
    const locked = lockedPackages(read('pnpm-lock.yaml'));
    for (const advisory of readAdvisories()) {
      expect(`${advisory.id} ${semver.validRange(advisory.vulnerable) !== null}`).toBe(`${advisory.id} true`);
      expect(advisory.url).toBe(`https://github.com/advisories/${advisory.id}`);
      expect(locked.has(advisory.package)).toBe(true);
    }
    expect(advisoryFaults(root)).toBeUndefined();
  });

  test('a vulnerable version is found, and named with what to do', () => {
    const planted = { id: 'GHSA-plan-ted0-0000', package: 'hono', vulnerable: '>=4.0.0', title: 'Planted' };
    expect(advisoryFaults(root, [planted])).toMatch(/hono 4\.\d+\.\d+: GHSA-plan-ted0-0000 Planted\n.*catalog/s);
  });
});

describe('the hooks and the workflows', () => {
  test('run what package.json and the tools have', () => {
    const { scripts, devDependencies } = JSON.parse(read('package.json'));
    const { 'pre-commit': commit, 'pre-push': push } = parse(read('lefthook.yml'));
    for (const { run } of commit.jobs) {
      expect(Object.keys(devDependencies).map((name) => name.replace('@biomejs/', ''))).toContain(run.split(' ')[1]);
    }
    expect(push.jobs.map(({ run }) => run)).toEqual(['npm run check']);
    const workflows = ['ci', 'release', 'advisories'].map((name) => read(`.github/workflows/${name}.yml`)).join('\n');
    for (const [, script] of workflows.matchAll(/npm run ([\w:-]+)/g)) expect(Object.keys(scripts)).toContain(script);
  });

  test('CI runs .ci/run on the oldest Node that is supported and on the one that the image has', () => {
    const { ci } = parse(read('.github/workflows/ci.yml')).jobs;
    expect(ci.steps.map(({ run }) => run).filter(Boolean)).toEqual(['.ci/run']);
    const oldest = /\d+/.exec(JSON.parse(read('package.json')).engines.node)[0];
    expect(ci.strategy.matrix.node).toEqual([oldest, '22']);
  });
});

describe('held promises', () => {
  const examples = [
    ['a promise kept over an await is found', 'const kept = work(); await work(); await kept;', 1],
    ['several of them are found', 'const kept = [work(), work()]; await work(); await Promise.all(kept);', 1],
    ['one that is never awaited is found', 'const kept = work(); await work();', 1],
    ['a handler after the next await is too late', 'const kept = work(); await work(); kept.catch(() => {});', 1],
    ['one that the next await waits for passes', 'const kept = work(); await Promise.all([work(), kept]);', 0],
    ['one with a handler passes', 'const kept = work().catch(() => {}); await work(); await kept;', 0],
    ['one that a test marks passes', 'const kept = inFlight(work()); await work(); await kept;', 0],
    [
      'one that cannot reject passes',
      'const kept = new Promise((resolve) => resolve(1)); await work(); await kept;',
      0,
    ],
  ];
  const found = heldPromises(
    programOf([
      'declare function work(): Promise<void>; declare function inFlight<T>(promise: T): T; export {};',
      ...examples.map(([, body], index) => `export async function example${index}() { ${body} }`),
    ]),
  );

  test.each(examples.map(([title, , count], index) => [title, index + 2, count]))('%s', (_, line, count) => {
    expect(found.filter((one) => one.startsWith(`example.ts:${line}:`))).toHaveLength(count);
  });

  function programOf(lines) {
    const options = { target: ts.ScriptTarget.ES2022, strict: true };
    const host = ts.createCompilerHost(options);
    const { getSourceFile } = host;
    host.getSourceFile = (name, version) =>
      name === 'example.ts'
        ? ts.createSourceFile(name, lines.join('\n'), version, true)
        : getSourceFile.call(host, name, version);
    return ts.createProgram({ rootNames: ['example.ts'], options, host });
  }
});

test('tests wait for a state with eventually(), which gives a busy machine time, and not with vi.waitFor() or waitUntil()', () => {
  const files = ['packages', 'apps', 'deploy']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name)))
    .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => /\bvi\.wait(For|Until)\(/.test(read(file)))).toEqual([]);
});
