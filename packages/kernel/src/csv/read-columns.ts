import type { Issues } from './issues.ts';
import type { CsvRecord } from './read-records.ts';

/** A header with more cells is refused as a whole, because each cell would become an issue. */
const maxHeaderCells = 100;

/**
 * The columns that a header names, in any order and in any case. An unknown or repeated column adds an issue.
 *
 * @returns undefined if the header has an issue
 */
export function readColumns<Column extends string>(
  { line, cells }: CsvRecord,
  names: readonly Column[],
  issues: Issues,
): Column[] | undefined {
  if (cells.length > maxHeaderCells) {
    issues.add(line, null, 'too_many_columns', `A file has at most ${names.length} columns. Remove the others.`);
    return undefined;
  }
  const known = new Map(names.map((name) => [name.toLowerCase(), name]));
  const header: Column[] = [];
  const before = issues.count;
  for (const cell of cells) {
    const name = known.get(cell.trim().toLowerCase());
    if (name === undefined) {
      const message = `There is no such column. There are: ${names.join(', ')}.`;
      issues.add(line, cell.trim() || null, 'unknown_column', message);
    } else if (header.includes(name)) {
      issues.add(line, name, 'duplicate', 'Remove this column. The file has it twice.');
    } else header.push(name);
  }
  return issues.count > before ? undefined : header;
}

export function refuseWrongLength({ line, cells }: CsvRecord, header: readonly string[], issues: Issues): void {
  if (cells.length === header.length) return;
  const message = `Give this row as many cells as the header. It has ${cells.length} instead of ${header.length}.`;
  issues.add(line, null, 'wrong_length', message);
}
