import { addDays, dayOf, startOfDay } from '@cartwright/kernel/days';

/**
 * A span in slots of equal length, such that every day begins with a slot: a day each, or an hour if a clock change
 * lies within the span. Databases can group by slots without knowing time zones.
 */
export interface Slots {
  readonly origin: Date;
  readonly minutes: number;
  /** Every day of the span, in order. */
  readonly days: readonly string[];
  /** The day that a slot belongs to. */
  dayOf(slot: number): string;
  /** The part of a slot inside the span. */
  partOf(slot: number): { from: Date; to: Date };
  /** The span in two parts, split between two days, or whole if it cannot be split. */
  readonly halves: readonly { from: Date; to: Date }[];
}

const minute = 60_000;

export function slotsOf({ from, to }: { from: Date; to: Date }, timeZone: string): Slots {
  const days: string[] = [];
  const starts: number[] = [];
  for (let day = dayOf(from, timeZone); ; day = addDays(day, 1)) {
    const start = startOfDay(day, timeZone).getTime();
    if (start >= to.getTime()) break;
    days.push(day);
    starts.push(start);
  }
  const [first = from.getTime()] = starts;
  const minutes = starts.reduce((size, start) => divisor(size, (start - first) / minute), 0) || 24 * 60;
  let known = 0;
  const middle = new Date(starts[Math.ceil(starts.length / 2)] ?? to);
  const halves = [
    { from, to: middle },
    { from: middle, to },
  ];
  const startOf = (slot: number) => first + slot * minutes * minute;
  return {
    origin: new Date(first),
    minutes,
    days,
    halves: halves.filter((half) => half.from < half.to),
    dayOf(slot) {
      const time = startOf(slot);
      if ((starts[known] ?? 0) > time) known = 0;
      while ((starts[known + 1] ?? Number.POSITIVE_INFINITY) <= time) known += 1;
      return days[known] ?? '';
    },
    partOf: (slot) => ({
      from: new Date(Math.max(startOf(slot), from.getTime())),
      to: new Date(Math.min(startOf(slot + 1), to.getTime())),
    }),
  };
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
