import { describe, expect, test } from 'vitest';
import { addDays, dayOf, isTimeZone, spanOf, startOfDay } from './days.ts';

const hour = 3_600_000;
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Apia',
  // In these zones the clock skips midnight or strikes it twice.
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Africa/Cairo',
  'America/Havana',
  'America/Santiago',
  'Atlantic/Azores',
];

describe.each(zones)('in %s', (zone) => {
  test.each([2018, 2026])(
    'every day of %i begins when the wall begins to show it, and not a millisecond before',
    (year) => {
      for (let day = `${year}-01-01`; day < `${year + 1}`; day = addDays(day, 1)) {
        const start = startOfDay(day, zone);
        expect(dayOf(start, zone)).toBe(day);
        expect(dayOf(new Date(start.getTime() - 1), zone)).toBe(addDays(day, -1));
      }
    },
  );
});

test.each([
  ['Europe/Berlin', '2026-03-29', 23],
  ['Europe/Berlin', '2026-10-25', 25],
  ['America/Sao_Paulo', '2018-11-04', 23],
  ['Australia/Lord_Howe', '2026-04-05', 24.5],
  ['Europe/Berlin', '2026-06-01', 24],
])('in %s %s has %d hours', (zone, day, hours) => {
  const length = startOfDay(addDays(day, 1), zone).getTime() - startOfDay(day, zone).getTime();
  expect(length / hour).toBe(hours);
});

test('a span of days ends with its last day, a span of times before its end', () => {
  const days = spanOf({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/Berlin');
  expect([days.from?.toISOString(), days.to?.toISOString()]).toEqual([
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ]);
  const times = spanOf({ from: '2026-03-29T00:00:00Z', to: '2026-03-29T01:00:00+01:00' }, 'Europe/Berlin');
  expect([times.from, times.to]).toEqual([new Date('2026-03-29T00:00:00Z'), new Date('2026-03-29T00:00:00Z')]);
  expect(spanOf({}, 'UTC')).toEqual({ from: undefined, to: undefined });
});

test('a name that is no zone is known to be none', () => {
  expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false]);
});
