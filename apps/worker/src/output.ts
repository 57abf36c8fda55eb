import { inspect } from 'node:util';

export interface OutputOptions {
  /** One JSON document on standard output, and nothing else there. */
  readonly json?: true;
}

let hasPrinted = false;

/** Begins the output of one run of a command. */
export function beginOutput(): void {
  hasPrinted = false;
}

/** Prints an error as the JSON document of a command that has printed none. */
export function printError(error: { code: string; message: string; exitCode: number }): void {
  if (!hasPrinted) print({ error }, { json: true }, () => '');
}

/** Prints what a command found out: for a program as JSON, for a person as `words`. */
export function print(facts: unknown, { json }: OutputOptions, words: () => string): void {
  hasPrinted = true;
  process.stdout.write(`${json ? JSON.stringify(facts, undefined, 2) : words()}\n`);
}

/** Rows below their headings, each column as wide as its widest cell; the last one is cut to the terminal's width. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  width = terminalWidth(),
): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) => {
      const line = row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd();
      return line.length > width ? `${line.slice(0, width - 1)}…` : line;
    })
    .join('\n');
}

/** Nothing is cut where the output goes to a file or to another program. */
function terminalWidth(): number {
  return process.stdout.isTTY ? columnsOf(process.stdout) : Number.POSITIVE_INFINITY;
}

/** A terminal that nobody has told its size has none, or zero columns. */
export function columnsOf({ columns = 0 }: { readonly columns?: number }): number {
  return columns > 0 ? columns : 80;
}

/** Whatever may stand in an error, on one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Names and values below one another. */
export function sheet(facts: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(facts).map((name) => name.length));
  return Object.entries(facts)
    .map(([name, value]) => `${name.padEnd(width)}  ${typeof value === 'string' ? value : inspect(value)}`)
    .join('\n');
}

const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** Such as `in 3 min` or `2 h ago`. */
export function when(time: Date | null, now = new Date()): string {
  if (time === null) return '-';
  const seconds = Math.round((time.getTime() - now.getTime()) / 1_000);
  if (seconds === 0) return 'now';
  const span = duration(Math.abs(seconds));
  return seconds > 0 ? `in ${span}` : `${span} ago`;
}

export function duration(seconds: number): string {
  const [unit, length] = units.find(([, size]) => seconds >= size) ?? ['s', 1];
  return `${Math.floor(seconds / length)} ${unit}`;
}

/** `1 job`, `2 jobs`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`;
}
