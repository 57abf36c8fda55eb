import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

// The library reads this when it loads. Its other backends are not installed.
process.env.RECHECK_BACKEND = 'pure';
const { check } = await import('recheck');

const milliseconds = 60_000;

/** Expressions that the checker cannot prove, by expression or by file, each with the reason why it is linear. */
const proven = {
  '/(?<![\\p{L}\\p{N}\\p{M}])(\\p{L}\\p{M}*)#/gu': 'no mark begins a match, so that each mark is read once',
  '/(?<=[\\p{L}\\p{N}\\p{M}])(?:\\+{2,}|\\+(?![\\p{L}\\p{N}+]))/gu':
    'signs in a row are taken together, or the first fails',
  'packages/api/src/products/search/words.ts': 'joins constants, and takes every word that it begins',
};

/**
 * Finds every regular expression of the product, as `pattern` and `flags`, with its position. An expression that is
 * built at run time cannot be checked, and has only its position.
 */
export function expressionsIn(name, text) {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    const place = () => `${name}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ place: place(), pattern: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp') {
      found.push({ place: place() });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The reason why an expression is unsafe on long texts; undefined when its time grows no faster than the text. */
export async function problemOf({ pattern, flags }) {
  if (pattern === undefined) return 'is put together at run time, so that it cannot be checked: write a literal.';
  const { status, complexity, error } = await check(pattern, flags, { timeout: milliseconds });
  if (status === 'safe') return undefined;
  if (status === 'unknown') return `could not be checked (${error?.kind}): write a simpler one.`;
  return `/${pattern}/${flags} takes time of the ${complexity?.summary ?? complexity?.type} of its text.`;
}

/**
 * Lists the product's regular expressions that take more than linear time; undefined when there is none. Caches
 * verdicts by expression, because the checker takes seconds for some.
 */
async function expressionProblems(root) {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', 'packages/*/src/*', 'apps/*/src/*'];
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|\/testing/.test(name) && existsSync(join(root, name)));
  const memory = join(root, 'node_modules/.cache/regular-expressions.json');
  const safe = new Set(readList(memory));
  const problems = [];
  for (const name of files) {
    for (const expression of expressionsIn(name, readFileSync(join(root, name), 'utf8'))) {
      const key = `/${expression.pattern}/${expression.flags}`;
      if (safe.has(key) || key in proven || (expression.pattern === undefined && name in proven)) continue;
      const problem = await problemOf(expression);
      if (problem === undefined) safe.add(key);
      else problems.push(`  ${expression.place} ${problem}`);
    }
  }
  mkdirSync(dirname(memory), { recursive: true });
  writeFileSync(memory, JSON.stringify([...safe]));
  if (problems.length === 0) return undefined;
  return [
    'These regular expressions could stop a server with one long text:',
    ...problems,
    'Begin with a sign that is rare or with an anchor, and let two repetitions in a row have no character in common.',
  ].join('\n');
}

function readList(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return [];
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = await expressionProblems(fileURLToPath(new URL('../..', import.meta.url)));
  if (problems !== undefined) {
    console.log(problems);
    process.exitCode = 1;
  }
}
