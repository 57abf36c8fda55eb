import type { Goal } from './measurement.ts';
import { type Result, reaches, shareOf } from './run.ts';
import { median, spread } from './statistics.ts';

const head = ['case', 'figure', 'database', 'result', 'spread', 'beside it', 'share', 'goal', ''];

/** Prints all results as one table. */
export function toTable(results: readonly Result[]): string {
  const rows = results.map((result, index) => {
    const { measurement: m, values, limits } = result;
    const share = shareOf(result);
    return [
      results[index - 1]?.case === result.case ? '' : result.case,
      m.title,
      m.database ?? '',
      `${round(median(values))} ${m.unit}`,
      values.length < 2 ? '' : percent(spread(values)),
      m.limit ? `${m.limit.title} ${round(median(limits))}` : '',
      share === undefined ? '' : percent(share),
      m.goal ? describeGoal(m.goal, m.unit) : '',
      { true: '✓', false: '✗', undefined: '' }[String(reaches(result))] ?? '',
    ];
  });
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const isNumber = (column: number) => [3, 4, 6].includes(column);
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** Prints all results and rounds for a program. */
export function toJson(machine: Record<string, string>, seconds: number, results: readonly Result[]): string {
  const figures = results.map((result) => {
    const { measurement: m, values, limits } = result;
    return {
      case: result.case,
      figure: m.title,
      ...(m.database && { database: m.database }),
      unit: m.unit,
      median: median(values),
      spread: spread(values),
      rounds: values,
      ...(m.limit && {
        limit: { title: m.limit.title, median: median(limits), rounds: limits },
        share: shareOf(result),
      }),
      ...(m.goal && { goal: m.goal, reached: reaches(result) }),
    };
  });
  return JSON.stringify({ machine, seconds: Math.round(seconds), figures }, null, 2);
}

function describeGoal({ of, atLeast, atMost }: Goal, unit: string): string {
  const amount = (value: number) => (of === 'share' ? percent(value) : `${round(value)} ${unit}`);
  return atLeast === undefined ? `≤ ${amount(atMost ?? 0)}` : `≥ ${amount(atLeast)}`;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Rounds to three significant digits. */
function round(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en', { maximumFractionDigits: Math.min(digits, 3) });
}
