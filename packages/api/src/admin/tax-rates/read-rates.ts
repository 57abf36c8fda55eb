import { unguardFormula } from '@cartwright/kernel/csv';
import { Issues } from '@cartwright/kernel/csv/issues';
import { readColumns, refuseWrongLength } from '@cartwright/kernel/csv/read-columns';
import { type CsvRecord, readRecords } from '@cartwright/kernel/csv/read-records';
import { type TaxRateInput, taxRateInput } from '../../pricing/index.ts';
import { keyOf } from './rate.ts';
import { mostTaxRates } from './schema.ts';

/** The field of each column. */
const fieldsOf = {
  country: 'country',
  region: 'region',
  postal_prefix: 'postalPrefix',
  tax_class: 'taxClass',
  name: 'name',
  basis_points: 'basisPoints',
  mode: 'mode',
} as const satisfies Record<string, keyof TaxRateInput>;

type Column = keyof typeof fieldsOf;

const columns = Object.keys(fieldsOf) as Column[];
const requiredColumns = ['country', 'name', 'basis_points'] as const;

/**
 * The rates of a CSV file, each for a place, class and mode of its own.
 *
 * @throws VALIDATION line and column of every issue
 */
export async function readRates(bytes: Uint8Array): Promise<TaxRateInput[]> {
  const issues = new Issues();
  const rates: TaxRateInput[] = [];
  const linesOfKeys = new Map<string, number>();
  let header: Column[] | undefined;
  for await (const record of readRecords(bytes, issues, { maxRows: mostTaxRates })) {
    if (!header) {
      header = readHeader(record, issues);
      if (!header) break;
      continue;
    }
    const rate = readRate(record, header, issues);
    if (!rate) continue;
    const twin = linesOfKeys.get(keyOf(rate));
    if (twin === undefined) linesOfKeys.set(keyOf(rate), record.line);
    else issues.add(record.line, null, 'duplicate', duplicateOf(rate, twin));
    rates.push(rate);
  }
  if (!header && issues.count === 0) {
    issues.add(1, null, 'empty', `The file has no header. Begin it with the line ${columns.join(',')}.`);
  }
  if (issues.count > 0) throw issues.refusal();
  return rates;
}

function readHeader(record: CsvRecord, issues: Issues): Column[] | undefined {
  const header = readColumns(record, columns, issues);
  const missing = requiredColumns.filter((name) => header && !header.includes(name));
  for (const name of missing) issues.add(record.line, name, 'missing', 'Add this column. Every rate needs it.');
  return missing.length > 0 ? undefined : header;
}

function readRate(record: CsvRecord, header: readonly Column[], issues: Issues): TaxRateInput | undefined {
  const { line, cells } = record;
  const before = issues.count;
  refuseWrongLength(record, header, issues);
  if (issues.count > before) return undefined;
  const fields: Record<string, unknown> = { country: '', name: '' };
  for (const [index, column] of header.entries()) {
    const cell = unguardFormula(cells[index] ?? '').trim();
    if (column !== 'basis_points') {
      if (cell !== '') fields[fieldsOf[column]] = cell;
    } else if (/^\d+(\.\d+)?$/.test(cell)) {
      fields['basisPoints'] = Number(cell);
    } else {
      issues.add(line, column, 'invalid', 'Enter a number such as 1900, which is 19 %.');
      fields['basisPoints'] = 0;
    }
  }
  const parsed = taxRateInput.safeParse(fields);
  for (const { path, message } of parsed.error?.issues ?? []) {
    const column = columns.find((name) => fieldsOf[name] === path[0]) ?? null;
    issues.add(line, column, 'invalid', message);
  }
  return issues.count > before ? undefined : parsed.data;
}

function duplicateOf({ mode }: TaxRateInput, line: number): string {
  return mode === 'adds'
    ? `Remove this row, or choose another name. Line ${line} has this name for the same place and class.`
    : `Remove this row. Line ${line} replaces other rates for the same place and class.`;
}
