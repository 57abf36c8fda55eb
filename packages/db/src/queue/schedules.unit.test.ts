import { expect, test } from 'vitest';
import { dueIn, parseSchedules } from './schedules.ts';

const at = (time: string) => new Date(`2026-11-20T${time}Z`);
const due = (cron: string, time: string) => dueIn(parseSchedules([{ job: 'job', cron }]), at(time)).length === 1;

test('a schedule is due in the minutes that its pattern names, in UTC', () => {
  expect(due('* * * * *', '10:07:31')).toBe(true);
  expect(due('*/5 * * * *', '10:05:59')).toBe(true);
  expect(due('*/5 * * * *', '10:06:00')).toBe(false);
  expect(due('0 6 * * *', '06:00:00')).toBe(true);
  expect(due('0 6 * * *', '05:00:00')).toBe(false);
});

test('a pattern that means nothing is refused', () => {
  expect(() => parseSchedules([{ job: 'job', cron: 'often' }])).toThrow();
});
