/** The separators of labels. A backslash escapes one inside a name or value. */
const special = /[\\;=]/g;

/**
 * Options or attributes in one cell, in the order of their names.
 *
 * @example
 * formatLabels({ Size: 'M', Colour: 'Red' }); // 'Colour=Red; Size=M'
 */
export function formatLabels(labels: Readonly<Record<string, string>>): string {
  const escape = (text: string) => text.replaceAll(special, '\\$&');
  return Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .join('; ');
}

/** Reads `formatLabels` back. Undefined if a part is no `Name=Value`, or a name occurs twice. */
export function parseLabels(text: string): Record<string, string> | undefined {
  if (text.trim() === '') return {};
  const entries = split(text, ';').map((part) => split(part, '=').map((piece) => unescape(piece).trim()));
  const names = new Set(entries.map(([name = '']) => name));
  if (names.size < entries.length || entries.some((entry) => entry.length !== 2)) return undefined;
  return Object.fromEntries(entries as [string, string][]);
}

const unescape = (text: string): string => text.replaceAll(/\\([\s\S])/g, '$1');

/** Splits at each `sign` without a preceding backslash. */
function split(text: string, sign: ';' | '='): string[] {
  return text.match(sign === ';' ? /(?:\\[\s\S]|[^\\;])+/g : /(?:\\[\s\S]|[^\\=])+/g) ?? [];
}
