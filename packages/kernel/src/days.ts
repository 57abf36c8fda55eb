import { timeOrDay } from './fields.ts';

const milliseconds = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** A span of time for the database: from the first moment, up to and without the last. */
export interface Span {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export const spanInput = {
  from: timeOrDay.optional().describe('The earliest time, or the first day in the time zone of the store'),
  to: timeOrDay.optional().describe('The time before which it ends, or the last day in the time zone of the store'),
};

/** The span that two times or days describe in a time zone. */
export function spanOf(given: { from?: string | undefined; to?: string | undefined }, timeZone: string): Span {
  const { from, to } = given;
  return {
    from: from === undefined ? undefined : isDay(from) ? startOfDay(from, timeZone) : new Date(from),
    to: to === undefined ? undefined : isDay(to) ? startOfDay(addDays(to, 1), timeZone) : new Date(to),
  };
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** The calendar day of a time in a zone, as `2026-03-29`. */
export function dayOf(time: Date, timeZone: string): string {
  return new Date(wallTime(time, timeZone)).toISOString().slice(0, 10);
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * milliseconds.day).toISOString().slice(0, 10);
}

/**
 * The first moment of a day in a zone. If the clock skips midnight, the day begins at the moment after the jump. A day
 * has 23, 24 or 25 hours, so the end of one is the beginning of the next.
 */
export function startOfDay(day: string, timeZone: string): Date {
  const midnight = Date.parse(day);
  const guess = midnight - (wallTime(new Date(midnight), timeZone) - midnight);
  const hasBegun = (time: number) => wallTime(new Date(time), timeZone) >= midnight;
  if (hasBegun(guess) && !hasBegun(guess - 1)) return new Date(guess);
  // A clock change is near. Zones differ by whole minutes.
  let [before, after] = [guess - 26 * milliseconds.hour, guess + 26 * milliseconds.hour];
  while (after - before > milliseconds.minute) {
    const middle = before + Math.floor((after - before) / 2 / milliseconds.minute) * milliseconds.minute;
    if (hasBegun(middle)) after = middle;
    else before = middle;
  }
  return new Date(after);
}

/** The local time of the zone in milliseconds, as if it were UTC. */
function wallTime(time: Date, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(time)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const wall = new Date(0);
  wall.setUTCFullYear(year, month - 1, day);
  wall.setUTCHours(hour, minute, second, time.getUTCMilliseconds());
  return wall.getTime();
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Whether this machine knows a time zone with that name. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}
