import { type ParsedCronItem, parseCronItem } from 'graphile-worker';

/** A job that is added by the clock. However many workers run, each time comes once. */
export interface Schedule {
  /** The job's name; its payload is empty. */
  readonly job: string;
  /** Minute, hour, day of the month, month and day of the week, in UTC, as crontab writes them. */
  readonly cron: string;
  /** How often it is tried at most; once by default, because it comes again by the clock. */
  readonly maxAttempts?: number;
  /** As that of the job; 0 by default. */
  readonly priority?: number;
}

/** At most one job of each schedule waits, is tried again or has failed: the next one takes its place. */
export const scheduleKey = (job: string) => `schedule:${job}`;

/** Read by graphile-worker's own parser on both databases, so that a pattern means the same on both. */
export function parseSchedules(schedules: readonly Schedule[] = []): ParsedCronItem[] {
  return schedules.map(({ job, cron, maxAttempts = 1, priority = 0 }) =>
    parseCronItem({
      task: job,
      match: cron,
      identifier: job,
      options: { maxAttempts, priority, backfillPeriod: 0, jobKey: scheduleKey(job), jobKeyMode: 'replace' },
    }),
  );
}

/** The first minute after `time` in which `schedule` is due, within a year. */
export function nextRun(schedule: Schedule, time: Date): Date | undefined {
  const items = parseSchedules([schedule]);
  const minute = 60_000;
  const first = (Math.floor(time.getTime() / minute) + 1) * minute;
  for (let at = first; at < first + 366 * 24 * 60 * minute; at += minute) {
    if (dueIn(items, new Date(at)).length > 0) return new Date(at);
  }
  return undefined;
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
