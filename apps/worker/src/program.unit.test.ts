import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { duration, table, when } from './output.ts';
import { leavesOf, program } from './program.ts';
import { createProgress } from './progress.ts';
import { cliReference } from './reference.ts';
import { scheduleTable } from './schedules.ts';

const leaves = () => leavesOf(program());

test('docs/cli.md is the help of every command', () => {
  const page = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
  expect(page, 'npm run generate makes it again').toBe(`${cliReference()}\n`);
  expect(leaves()).toHaveLength(22);
  for (const { parent, name } of leaves().map((one) => ({ parent: one.parent?.name(), name: one.name() }))) {
    expect(page).toMatch(new RegExp(`^##+ .*\\b${parent} ${name}$`, 'm'));
  }
});

test('every command has an example and can print JSON', () => {
  for (const [index, part] of cliReference().split(/^##+ /m).slice(1).entries()) {
    if (index === 0 || part.includes('Commands:')) continue;
    expect(part).toContain('Examples:\n  cartwright ');
    // A command that prints CSV prints no JSON.
    if (!/^cartwright \w+ export$/m.test(part)) expect(part).toContain('--json');
  }
});

describe('a progress bar', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const shown = (options: { isTTY: boolean; columns?: number }, env = {}) => {
    const written: string[] = [];
    const progress = createProgress('Adding', { ...options, write: (text) => written.push(text) }, env);
    progress(1, 4);
    vi.advanceTimersByTime(1_900);
    progress(2, 4);
    vi.advanceTimersByTime(200);
    progress.end();
    vi.advanceTimersByTime(9_000);
    return written.join('');
  };

  test('comes after two seconds, even in the middle of a step, and goes away', () => {
    expect(shown({ isTTY: true })).toBe('\r\x1b[KAdding ████████████░░░░░░░░░░░░ 2 of 4, 2 s left\r\x1b[K');
  });

  test('is metrics alone if the end is unknown', () => {
    const written: string[] = [];
    const progress = createProgress('Kilobytes:', { isTTY: true, columns: 0, write: (text) => written.push(text) }, {});
    progress(1_234);
    vi.advanceTimersByTime(2_000);
    progress.end();
    expect(written).toEqual(['\r\x1b[KKilobytes: 1,234', '\r\x1b[K']);
  });

  test('is never wider than the terminal', () => {
    expect(shown({ isTTY: true, columns: 20 })).toBe('\r\x1b[KAdding ████████████\r\x1b[K');
  });

  test('never comes in a pipe, in CI, or on a terminal without control sequences', () => {
    expect(shown({ isTTY: false })).toBe('');
    expect(shown({ isTTY: true }, { CI: 'true' })).toBe('');
    expect(shown({ isTTY: true }, { TERM: 'dumb' })).toBe('');
  });
});

test('times are said from now, and tables fit the terminal', () => {
  const now = new Date('2026-11-20T10:00:00Z');
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
  expect([0, 59, 60, 7_200, -90_000, -1].map((seconds) => when(at(seconds), now))).toEqual([
    'now',
    'in 59 s',
    'in 1 min',
    'in 2 h',
    '1 d ago',
    '1 s ago',
  ]);
  expect([when(null), duration(0)]).toEqual(['-', '0 s']);
  expect(table(['A', 'WHY'], [['long', 'because of something']], 12)).toBe('A     WHY\nlong  becau…');
});

test('a terminal of 80 columns shows when each schedule runs next', () => {
  const now = new Date('2026-11-20T10:00:00Z');
  const long = new Date('2026-11-20T10:59:59Z');
  const rows = scheduleTable(
    [
      {
        job: 'orders.expireOverdueOrders',
        cron: '*/15 3,15 1-7 1,4 1-5',
        does: 'x'.repeat(90),
        lastRun: long,
        nextRun: long,
      },
    ],
    now,
    80,
  ).split('\n');
  for (const row of rows) expect(row.length).toBeLessThanOrEqual(80);
  expect(rows[0]).toContain('NEXT');
  expect(rows[1]).toContain(when(long, now));
});
