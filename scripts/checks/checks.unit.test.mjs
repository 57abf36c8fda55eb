import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import semver from 'semver';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { refusalOfNode, supportedNode } from '../../packages/process/src/node-version.ts';
import { refusalOfNode as refusalByInstaller } from '../install.mjs';
import { advisoryProblems, lockedPackages, readAdvisories } from './advisories.mjs';
import { heldPromises } from './held-promises.mjs';
import { isAllowed, licenceProblems } from './licences.mjs';
import { openApiFaults } from './openapi-problems.ts';
import { expressionsIn, problemOf } from './regular-expressions.mjs';

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
    expect(licenceProblems(root)).toBeUndefined();
  });
});

test('an OpenAPI document is held to the rules of redocly and of spectral', async () => {
  const get = { operationId: 'read', tags: ['made up'], responses: { 200: { description: 'Success' } } };
  const problems = await openApiFaults({
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    paths: { '/a': { get } },
  });
  expect(problems).toContainEqual(expect.stringMatching(/^ {2}redocly operation-summary, at #\/paths\/~1a\/get/));
  expect(problems).toContainEqual(
    expect.stringMatching(/^ {2}spectral operation-tag-defined, at #\/paths\/\/a\/get\/tags/),
  );
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
    expect(advisoryProblems(root)).toBeUndefined();
  });

  test('a vulnerable version is found, and named with what to do', () => {
    const planted = { id: 'GHSA-plan-ted0-0000', package: 'hono', vulnerable: '>=4.0.0', title: 'Planted' };
    expect(advisoryProblems(root, [planted])).toMatch(/hono 4\.\d+\.\d+: GHSA-plan-ted0-0000 Planted\n.*catalog/s);
  });
});

describe('regular expressions', () => {
  test('are found wherever they stand, those too that are put together at run time', () => {
    const text = 'const a = /a+b/gi;\nconst b = new RegExp(`${a}`) ?? RegExp(a);\nconst c = 4 / 2 / 1;';
    expect(expressionsIn('a.ts', text)).toEqual([
      { place: 'a.ts:1', pattern: 'a+b', flags: 'gi' },
      { place: 'a.ts:2' },
      { place: 'a.ts:2' },
    ]);
  });

  test.each([
    ['[^\\s]+@', '', '2nd degree polynomial'],
    ['(\\w+:\\/\\/[^\\s:/@]+:)', 'g', '2nd degree polynomial'],
    ['-+$', '', '2nd degree polynomial'],
    ['^(a+)+$', '', 'exponential'],
    [undefined, undefined, 'put together at run time'],
  ])('/%s/%s is refused, because its time is %s', async (pattern, flags, growth) => {
    expect(await problemOf({ pattern, flags })).toContain(growth);
  });

  test('that begin with an anchor or with a sign that ends what they repeat are safe', async () => {
    for (const pattern of ['^[^(]*\\(([^)]+)\\)=\\(', ':\\/\\/[^\\s/]+', '[a-z]+']) {
      expect(await problemOf({ pattern, flags: '' })).toBeUndefined();
    }
  });
});

describe('the versions of Node', () => {
  const { engines } = JSON.parse(read('package.json'));

  test('that package.json supports are those that a process starts on, and the installer says the same', () => {
    expect(engines.node).toBe(supportedNode.map((oldest) => `^${oldest}`).join(' || '));
    for (const node of ['18.20.8', '20.18.3', '20.19.0', '22.11.0', '22.12.0', '23.0.0', '24.18.1', '25.0.0']) {
      expect(refusalByInstaller(node)).toBe(refusalOfNode(node));
      expect(refusalOfNode(node) === undefined).toBe(semver.satisfies(node, engines.node));
    }
  });

  test('are the same in all that names them', () => {
    const short = supportedNode.map((oldest) => oldest.replace(/(\.0)+$/, ''));
    const list = `${short.slice(0, -1).join(', ')} or ${short.at(-1)}`;
    for (const page of ['README.md', 'CONTRIBUTING.md'])
      expect(read(page)).toContain(`Node ${list}, or a newer release`);
    const table = read('docs/operations.md').split('## Which Node')[1].split('## ')[0];
    for (const oldest of short) expect(table).toMatch(new RegExp(`^\\| ${oldest.replace('.', '\\.')}\\b`, 'm'));
    for (const version of parse(read('.github/workflows/ci.yml')).jobs.ci.strategy.matrix.node) {
      expect(table.split('CI tests')[1]).toContain(version);
    }
    expect(semver.minVersion(JSON.parse(read('packages/sdk/package.json')).engines.node).version).toBe(
      supportedNode[0],
    );
    expect(read('packages/sdk/README.md')).toContain(`Node ${short[0]}+`);
    expect(read('scripts/build/bundle.ts')).toContain(`target: 'node${short[0]}'`);
    const image = /NODE_VERSION=(\d+)/.exec(read('Dockerfile'))[1];
    expect(semver.intersects(image, engines.node)).toBe(true);
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

  test('CI runs .ci/run on every major release of Node that is supported', () => {
    const { ci } = parse(read('.github/workflows/ci.yml')).jobs;
    expect(ci.steps.map(({ run }) => run).filter(Boolean)).toEqual(['.ci/run']);
    const { node } = JSON.parse(read('package.json')).engines;
    const tested = ci.strategy.matrix.node;
    expect(tested.map((version) => version.split('.')[0])).toEqual(node.match(/(?<=\^)\d+/g));
    for (const version of tested) expect(semver.intersects(`~${version}`, node)).toBe(true);
    expect(`${tested[0]}.0`).toBe(semver.minVersion(node).version);
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
