import { type ParsedCronItem, parseCronItem } from 'graphile-worker';

/** A job that is added on a schedule, once for each due time, however many workers run. */
export interface Schedule {
  /** The job's name. Its payload is empty. */
  readonly job: string;
  /** Minute, hour, day of the month, month and day of the week, in UTC, in crontab's syntax. */
  readonly cron: string;
  /** The number of tries; 1 by default, because the schedule adds the job again. */
  readonly maxAttempts?: number;
  /** The job's priority; 0 by default. */
  readonly priority?: number;
}

/** Keeps at most one job of a schedule in the queue, even after a failure. The next job replaces it. */
export const scheduleKey = (job: string) => `schedule:${job}`;

/** Uses graphile-worker's parser on both databases, so that a pattern means the same on both. */
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

/** The items that are due in the minute that contains `time`. */
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
