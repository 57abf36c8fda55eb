import { type ParsedCronItem, parseCronItem } from 'graphile-worker';

/** A job that is added by the clock. However many workers run, each time comes once. */
export interface Schedule {
  /** The job's name; its payload is empty. */
  readonly job: string;
  /** Minute, hour, day of the month, month and day of the week, in UTC, as crontab writes them. */
  readonly cron: string;
}

/** Read by graphile-worker's own parser on both databases, so that a pattern means the same on both. */
export function parseSchedules(schedules: readonly Schedule[] = []): ParsedCronItem[] {
  return schedules.map(({ job, cron }) =>
    // A job that comes again by the clock needs no second try.
    parseCronItem({ task: job, match: cron, identifier: job, options: { maxAttempts: 1, backfillPeriod: 0 } }),
  );
}

/** Which of `items` are due in the minute that `time` lies in. */
export function dueIn(items: readonly ParsedCronItem[], time: Date): ParsedCronItem[] {
  const digest = {
    min: time.getUTCMinutes(),
    hour: time.getUTCHours(),
    date: time.getUTCDate(),
    month: time.getUTCMonth() + 1,
    dow: time.getUTCDay(),
  };
  return items.filter(({ match }) => match(digest));
}
