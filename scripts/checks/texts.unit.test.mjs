import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { problemsInTexts, textsIn } from './texts.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name) => readFileSync(join(root, name), 'utf8');

/** Sources with texts for people: on a terminal or a page, in an e-mail or a cart, about a setting or a metric. */
const told = [
  'apps/server/src/mailbox',
  'apps/server/src/pages',
  'apps/worker/src',
  'examples',
  'packages/adapters/src',
  'packages/api/src/mail',
  'packages/db/src',
  'packages/kernel/src/settings',
  'packages/process/src',
  'packages/sdk/src',
  'scripts',
]
  .flatMap(sourcesIn)
  .concat('packages/api/src/cart/get.ts', 'packages/api/src/orders/checkout/draft.ts', 'packages/api/src/worker.ts')
  // Generated from the summaries of procedures.
  .filter((name) => name !== 'packages/sdk/src/contract.ts');
const sources = [
  'apps/server',
  'apps/worker',
  'packages/adapters',
  'packages/api',
  'packages/kernel',
  'packages/process',
].flatMap((folder) => sourcesIn(`${folder}/src`));

test('settings, commands, e-mails, pages and metrics use plain words', () => {
  expect(told.flatMap((name) => textsIn(name, read(name))).length).toBeGreaterThan(500);
  expect(told.flatMap((name) => problemsInTexts(name, read(name)))).toEqual([]);
});

test('log messages use plain words', () => {
  expect(sources.flatMap((name) => textsIn(name, read(name), true)).length).toBeGreaterThan(20);
  expect(sources.flatMap((name) => problemsInTexts(name, read(name), { onlyLogged: true }))).toEqual([]);
});

test('alerts and the dashboard use plain words', () => {
  const { groups } = parse(read('deploy/prometheus/alerts.yml'));
  const summaries = groups.flatMap(({ rules }) => rules.map(({ annotations }) => annotations.summary));
  expect(summaries.length).toBeGreaterThan(5);
  expect(problemsInTexts('alerts.yml', JSON.stringify(summaries))).toEqual([]);
  expect(problemsInTexts('cartwright.json', `(${read('deploy/grafana/cartwright.json')})`)).toEqual([]);
});

describe('the check of texts', () => {
  test.each([
    ['a string', `print('2 faults found');`, 'faults'],
    ['a part of a template', `print(\`\${count} left for whoever asks\`);`, 'whoever'],
    ['words between tags', `html\`<p class="who">Somebody asked for it.</p>\``, 'Somebody'],
    ['a mail', `print('The mail was sent.');`, 'mail'],
  ])('finds a word in %s', (_, source, word) => {
    expect(problemsInTexts('a.ts', source)).toEqual([expect.stringMatching(`^a.ts:1: "${word}" `)]);
  });

  test.each([
    ['a comment', '// Whoever reads this.\nprint(1);'],
    ['a name', `import { picture } from './faults.ts';\nconst who = { status: 'fault' };`],
    ['an attribute', `html\`<a href="/dev/mail" title="\${title}">All e-mails of the mail server</a>\``],
  ])('leaves %s alone', (_, source) => {
    expect(problemsInTexts('a.ts', source)).toEqual([]);
  });

  test('finds only the texts of log lines where it is asked to', () => {
    const source = `log.warn({ err }, 'mail was lost');\nprint('mail was lost');`;
    expect(problemsInTexts('a.ts', source, { onlyLogged: true })).toEqual([expect.stringMatching(/^a\.ts:1: "mail" /)]);
  });
});

function sourcesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((name) => /\.(ts|mjs)$/.test(name) && !/\.test\.|\/testing\b|\.global\./.test(name));
}
