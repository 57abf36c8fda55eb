import { listSchedules } from '@cartwright/api';
import { type OutputOptions, print, table, when } from './output.ts';
import { withShop } from './shop.ts';

/** What the clock asks for. */
export async function schedulesCommand(output: OutputOptions): Promise<void> {
  const schedules = await withShop({ tables: 'migrated' }, listSchedules);
  print(schedules, output, () =>
    table(
      ['JOB', 'MINUTE HOUR DAY MONTH WEEKDAY (UTC)', 'LAST', 'NEXT', 'WHAT IT DOES'],
      schedules.map(({ job, cron, does, lastRun, nextRun }) => [job, cron, when(lastRun), when(nextRun), does]),
    ),
  );
}
