const columns = 100;

/**
 * Wraps a paragraph of Markdown at 100 columns. A code span stays on one line.
 *
 * @param indent begins every line but the first, such as two spaces in an item of a list
 * @example
 * wrap('- Takes: `http://` or `https://` address', '  ');
 */
export function wrap(paragraph: string, indent = ''): string {
  const words = paragraph.match(/(?:`[^`]*`|[^\s`])+/g) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = indent + word;
    } else {
      line += line === '' ? word : ` ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
