import { inspect } from 'node:util';

export interface OutputOptions {
  /** Prints one JSON document on standard output, and nothing else there. */
  readonly json?: true;
}

let hasPrinted = false;

/** Begins the output of one command. */
export function beginOutput(): void {
  hasPrinted = false;
}

/** Prints an error as the JSON document of a command that has printed none. */
export function printError(error: { code: string; message: string; exitCode: number }): void {
  if (!hasPrinted) print({ error }, { json: true }, () => '');
}

/** Prints a result as JSON for a program, or as `words` for a person. */
export function print(facts: unknown, { json }: OutputOptions, words: () => string): void {
  hasPrinted = true;
  process.stdout.write(`${json ? JSON.stringify(facts, undefined, 2) : words()}\n`);
}

/**
 * Aligns rows under their headings. Each column is as wide as its widest cell; the last one is cut at the terminal's
 * edge.
 */
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

/** Infinite without a terminal, so that nothing is cut in a file or a pipe. */
function terminalWidth(): number {
  return process.stdout.isTTY ? columnsOf(process.stdout) : Number.POSITIVE_INFINITY;
}

/** A terminal without a known size reports undefined or zero columns. */
export function columnsOf({ columns = 0 }: { readonly columns?: number }): number {
  return columns > 0 ? columns : 80;
}

/** Puts any error text on one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Lists names and values, one pair on each line. */
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

/** A relative time, such as `in 3 min` or `2 h ago`. */
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

/** A number with its noun, such as `1 job` or `2 jobs`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`;
}
