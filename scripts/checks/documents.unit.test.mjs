import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { problemsOf } from './documents.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name) => readFileSync(join(root, name), 'utf8');
const documents = documentsIn('');

test('every Markdown file keeps the rules for words, lines, tables and links', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/cli.md', '.changeset/README.md']));
  const pageFrom = (name) => (target) => pageAt(join(dirname(name), target));
  expect(documents.flatMap((name) => problemsOf(name, read(name), pageFrom(name)))).toEqual([]);
});

test('docs/README.md leads to every page of the documentation', () => {
  const pages = documents.filter((name) => name.startsWith('docs/') && name !== 'docs/README.md');
  const linked = [...read('docs/README.md').matchAll(/\]\(([^)#]+\.md)\)/g)].map(([, path]) => join('docs', path));
  expect(pages.filter((name) => !linked.includes(name))).toEqual([]);
});

describe('the check of a Markdown file', () => {
  const problemsIn = (text) =>
    problemsOf('page.md', text, (target) => (target === 'there.md' ? '## The `end`, here' : undefined));
  const long = 'word '.repeat(21).trim();

  test.each([
    ['a word without an actor', 'Returned to whoever asks.', 'page.md:1: "whoever" names no actor.'],
    ['a phrase over two lines', 'The job runs all the\nsame.', 'page.md:1: "all the same" is not a plain word.'],
    [
      'a word of no glossary',
      '# Title\n\nIt has pictures.',
      'page.md:3: "pictures" has another word in docs/glossary.md.',
    ],
    ['a long line', long, 'page.md:1: The line has more than 100 columns.'],
    [
      'a long cell',
      `| a |\n| - |\n| ${long} |`,
      'page.md:3: A cell has 104 characters: word word word word word word word word …',
    ],
    ['a dead anchor', 'See [this](there.md#start).', 'page.md:1: There is no heading #start.'],
    ['a dead link', 'See [this](gone.md#part).', 'page.md:1: There is no gone.md.'],
  ])('finds %s', (_, text, problem) => {
    expect(problemsIn(text)).toEqual([problem]);
  });

  test.each([
    ['a block of code', `\`\`\`sh\necho whoever ${long}\n\`\`\``],
    ['the name of a setting or a file', 'Set `whatever` in `pictures.ts`.'],
    ['an address', `See https://example.com/nobody/${'a'.repeat(90)} and [this](there.md#the-end-here).`],
    ['a row of short cells', `| ${'cell | '.repeat(20)}`],
    ['a long row between head and body', `| a |\n| ${'-'.repeat(120)} |\n| b |`],
  ])('leaves %s alone', (_, text) => {
    expect(problemsIn(text)).toEqual([]);
  });
});

function pageAt(path) {
  if (!existsSync(join(root, path))) return undefined;
  return statSync(join(root, path)).isDirectory() ? '' : read(path);
}

/** Changelogs are left out, because changesets writes them. */
function documentsIn(folder) {
  const skipped = ['node_modules', 'dist', 'coverage', 'data', 'profiles', '.git', 'CHANGELOG.md'];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (skipped.includes(entry.name)) return [];
    if (entry.isDirectory()) return documentsIn(name);
    return name.endsWith('.md') ? [name] : [];
  });
}
