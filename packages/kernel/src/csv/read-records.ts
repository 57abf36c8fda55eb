import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import type { Issues } from './issues.ts';

export interface CsvRecord {
  /** The line at which the record begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const chunkBytes = 64 * 1_024;
/** The longest valid row has a description of 10,000 characters and some labels. */
const maxRecordBytes = 128 * 1_024;

/**
 * The records of a CSV file, one at a time. Invalid CSV and a row too many add an issue and end the reading.
 *
 * @param maxRows the most records after the header
 */
export async function* readRecords(
  bytes: Uint8Array,
  issues: Issues,
  { maxRows }: { readonly maxRows: number },
): AsyncGenerator<CsvRecord> {
  if (!isUtf8(bytes)) {
    issues.add(1, null, 'encoding', 'The file is not in UTF-8. Save it as "CSV UTF-8".');
    return;
  }
  let soundBytes = 0;
  const parser = parse({
    bom: true,
    info: true,
    delimiter: delimiterOf(bytes),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRecordBytes,
    on_record: (record, { bytes: end }) => {
      soundBytes = end;
      return record;
    },
  });
  const source = Readable.from(chunksOf(bytes), { objectMode: false });
  source.pipe(parser);
  const lineOf = lineCounter(bytes);
  let count = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { bytes: number } }>) {
      count += 1;
      const line = lineOf(info.bytes);
      // The first record is the header.
      if (count > maxRows + 1) {
        issues.add(line, null, 'too_many_rows', `A file has at most ${maxRows} rows. Split the file.`);
        return;
      }
      if (count % 1_000 === 0) await breathe();
      if (record.some((cell) => cell.trim() !== '')) yield { line, cells: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The broken record begins after the last sound one.
    const lineAfter = lineCounter(bytes);
    lineAfter(soundBytes);
    issues.add(lineAfter(0), null, 'malformed', sentences[error.code] ?? 'This row cannot be read as CSV.');
  } finally {
    source.destroy();
    parser.destroy();
  }
}

const sentences: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quotation mark opens a cell that never ends.',
  CSV_INVALID_CLOSING_QUOTE: 'A quotation mark closes a cell that goes on. Inside of a cell write two of them.',
  INVALID_OPENING_QUOTE: 'A quotation mark stands in the middle of a cell. Put the cell in quotation marks.',
  CSV_MAX_RECORD_SIZE: `A row has at most ${maxRecordBytes} bytes. Is a quotation mark missing?`,
};

function* chunksOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.subarray(start, start + chunkBytes);
}

/** Spreadsheets of many countries write semicolons. No column's name contains one of these signs. */
function delimiterOf(bytes: Uint8Array): string {
  const header =
    Buffer.from(bytes.subarray(0, 4_096))
      .toString('utf8')
      .split(/[\r\n]/, 1)[0] ?? '';
  return [',', ';', '\t'].find((sign) => header.includes(sign)) ?? ',';
}

/**
 * Counts lines in the bytes, because the parser's own count is wrong for cells with line breaks.
 *
 * @returns the first line of the record that ends before byte `end`, called for one record after another
 */
function lineCounter(bytes: Uint8Array): (end: number) => number {
  const [lineFeed, carriageReturn] = [10, 13];
  let [position, line] = [0, 1];
  const isBreak = (at: number) => bytes[at] === lineFeed || bytes[at] === carriageReturn;
  const step = () => {
    // In CR LF only the LF counts.
    if (bytes[position] === lineFeed || (bytes[position] === carriageReturn && bytes[position + 1] !== lineFeed))
      line += 1;
    position += 1;
  };
  return (end) => {
    while (position < bytes.length && isBreak(position)) step();
    const begin = line;
    while (position < end && position < bytes.length) step();
    return begin;
  };
}
