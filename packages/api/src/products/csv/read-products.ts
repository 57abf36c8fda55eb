import { unguardFormula } from '@cartwright/kernel/csv';
import type { Issues } from '@cartwright/kernel/csv/issues';
import { readColumns, refuseWrongLength } from '@cartwright/kernel/csv/read-columns';
import { type CsvRecord, readRecords } from '@cartwright/kernel/csv/read-records';
import type { z } from 'zod';
import { optionsKey } from '../names.ts';
import {
  type CellSchemas,
  type Cells,
  type Column,
  cellSchemas,
  clearableColumns,
  columnNames,
  productColumns,
} from './columns.ts';
import { maxImportRows } from './schema.ts';

/** One row of the file, with only the cells that it contains. */
export interface FileRow {
  readonly line: number;
  readonly cells: Cells;
}

/** The rows of one product. The first has the product's own fields. */
export interface FileProduct {
  readonly slug: string;
  readonly rows: FileRow[];
  /** The line of each combination of options, by its key. */
  readonly linesOfOptions: Map<string, number>;
  hasIssues: boolean;
}

export interface ReadFile {
  readonly products: FileProduct[];
  readonly rows: number;
}

/** Checks a file without the shop's data: its form, each cell, and contradictory rows. */
export async function readProducts(bytes: Uint8Array, currency: string, issues: Issues): Promise<ReadFile> {
  const schemas = cellSchemas(currency);
  const products = new Map<string, FileProduct>();
  const linesOfSkus = new Map<string, number>();
  let header: Column[] | undefined;
  let rows = 0;
  for await (const record of readRecords(bytes, issues, { maxRows: maxImportRows })) {
    if (!header) {
      header = readHeader(record, issues);
      if (!header) return { products: [], rows };
      continue;
    }
    rows += 1;
    const { row, hasIssues } = readRow(record, header, schemas, issues);
    const { slug } = row.cells;
    if (slug === undefined) continue;
    const product: FileProduct = products.get(slug) ?? { slug, rows: [], linesOfOptions: new Map(), hasIssues: false };
    products.set(slug, product);
    const isRepeated = repeats(product, row, linesOfSkus, issues);
    product.hasIssues ||= hasIssues || isRepeated;
    product.rows.push(row);
  }
  if (!header && issues.count === 0)
    issues.add(1, null, 'empty', 'The file has no header. Export one to see its form.');
  return { products: [...products.values()], rows };
}

function readHeader(record: CsvRecord, issues: Issues): Column[] | undefined {
  const header = readColumns(record, columnNames, issues);
  if (!header || header.includes('slug')) return header;
  issues.add(record.line, 'slug', 'missing', 'Add this column, which says to which product a row belongs.');
  return undefined;
}

function readRow(
  { line, cells: texts }: CsvRecord,
  header: readonly Column[],
  schemas: CellSchemas,
  issues: Issues,
): { row: FileRow; hasIssues: boolean } {
  const before = issues.count;
  refuseWrongLength({ line, cells: texts }, header, issues);
  const cells: Record<string, unknown> = {};
  header.forEach((name, index) => {
    const cell = unguardFormula(texts[index] ?? '');
    const isEmpty = cell.trim() === '';
    if (isEmpty && name === 'slug') issues.add(line, name, 'missing', 'Enter a slug. Every row needs one.');
    if (isEmpty && !clearableColumns.has(name)) return;
    const schema: z.ZodType = schemas[name];
    const parsed = schema.safeParse(cell.trim());
    if (parsed.success) cells[name] = parsed.data;
    else issues.add(line, name, 'invalid', sentenceOf(parsed.error));
  });
  return { row: { line, cells }, hasIssues: issues.count > before };
}

function sentenceOf({ issues: [first] }: z.ZodError): string {
  const where = first && first.path.length > 0 ? `${first.path.map(String).join('.')}: ` : '';
  return `${where}${first?.message ?? 'Change this value.'}`;
}

/** Whether a row repeats or contradicts another row of the file. */
function repeats(product: FileProduct, row: FileRow, linesOfSkus: Map<string, number>, issues: Issues): boolean {
  const { line, cells } = row;
  const before = issues.count;
  const [first] = product.rows;
  for (const name of first ? productColumns : []) {
    const [said, here] = [first?.cells[name], cells[name]];
    const isSilent = here === undefined || here === null || here === '' || isEmptyRecord(here);
    if (isSilent || JSON.stringify(here) === JSON.stringify(said)) continue;
    const message = `Leave this cell empty, or repeat the value of line ${first?.line}, which describes the same product.`;
    issues.add(line, name, 'contradiction', message);
  }
  const { sku, options } = cells;
  const other = sku === undefined ? undefined : linesOfSkus.get(sku);
  if (other !== undefined) issues.add(line, 'sku', 'duplicate', `Choose another SKU. Line ${other} has this one.`);
  else if (sku !== undefined) linesOfSkus.set(sku, line);
  const key = optionsKey(options ?? {});
  const twin = product.linesOfOptions.get(key);
  if (twin !== undefined && other === undefined) {
    issues.add(line, 'options', 'duplicate', `Choose other options. Line ${twin} has these for the same product.`);
  }
  if (options !== undefined && twin === undefined) product.linesOfOptions.set(key, line);
  return issues.count > before;
}

function isEmptyRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
