const columns = 100;
const address = /(?<=\])\([^)\n]*\)|https?:\/\/[^\s)]+/g;
const blank = (text) => ' '.repeat(text.length);

/** Words that texts for people avoid, by the reason. */
export const vagueWords = {
  // Each of these hides the actor of its sentence, such as the server, the worker, a client or a customer.
  'names no actor': /\b(?:whoever|whomever|whatever|somebody|nobody|everybody|anybody)\b/gi,
  'is not a plain word': /\b(?:anew|in\s+vain|all\s+the\s+same|mend(?:s|ed|ing)?)\b/gi,
  'has another word in docs/glossary.md': /\b(?:pictures?|parcels?|coupons?|vouchers?|faults?|faulty|figures)\b/gi,
};

/**
 * Lists violations of CONTRIBUTING.md's rules for texts in a Markdown file, one sentence each. Skips code and
 * addresses.
 *
 * @param pageAt returns the text of the file behind a relative link, empty for a folder, undefined if it is missing
 */
export function problemsOf(file, text, pageAt) {
  const prose = withoutCode(text);
  const lineAt = (index) => prose.slice(0, index).split('\n').length;
  const lines = prose.replaceAll(address, '').split('\n');
  const problems = [];
  const report = (line, problem) => problems.push(`${file}:${line}: ${problem}`);

  for (const [problem, pattern] of Object.entries(vagueWords)) {
    // The glossary names the words that it replaces.
    if (problem.includes('glossary') && file === 'docs/glossary.md') continue;
    for (const { 0: word, index } of prose.replaceAll(address, blank).matchAll(pattern)) {
      report(lineAt(index), `"${word.replaceAll(/\s+/g, ' ')}" ${problem}.`);
    }
  }
  for (const { 1: target, 2: anchor, index } of prose.matchAll(/\]\(([^)\s#]*)#?([^)\s]*)\)/g)) {
    if (target.includes(':')) continue;
    const page = target === '' ? text : pageAt(target);
    if (page === undefined) report(lineAt(index), `There is no ${target}.`);
    else if (anchor !== '' && !anchorsOf(page).includes(anchor))
      report(lineAt(index), `There is no heading #${anchor}.`);
  }
  for (const [index, line] of text.split('\n').entries()) {
    const isTable = line.startsWith('|');
    if (isTable) {
      for (const cell of cellsOf(line)) {
        if (cell.length > columns) report(index + 1, `A cell has ${cell.length} characters: ${cell.slice(0, 40)}…`);
      }
    } else if (lines[index].length > columns) {
      report(index + 1, `The line has more than ${columns} columns.`);
    }
  }
  return problems;
}

/** Replaces code blocks with blank lines and code spans with dots, so that positions stay the same. */
function withoutCode(text) {
  let fence;
  const lines = text.split('\n').map((line) => {
    const mark = /^\s*(```|~~~)/.exec(line)?.[1];
    if (fence === undefined && mark === undefined) return /^ {4}/.test(line) ? '' : line;
    if (fence === undefined) fence = mark;
    else if (mark === fence) fence = undefined;
    return '';
  });
  return lines.join('\n').replaceAll(/`[^`\n]*`/g, (span) => '·'.repeat(span.length));
}

function cellsOf(row) {
  const cells = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
  return cells.filter((cell) => !/^:?-+:?$/.test(cell));
}

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(page) {
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading.toLowerCase());
  return headings.map((heading) => heading.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-'));
}
