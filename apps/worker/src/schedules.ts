import { listSchedules } from '@cartwright/api';
import { type OutputOptions, print, table, when } from './output.ts';
import { withShop } from './shop.ts';

type Schedule = Awaited<ReturnType<typeof listSchedules>>[number];

/** Lists the scheduled jobs. */
export async function schedulesCommand(output: OutputOptions): Promise<void> {
  const schedules = await withShop({ tables: 'migrated' }, listSchedules);
  print(schedules, output, () => scheduleTable(schedules));
}

/** The most useful columns come first, because a narrow terminal cuts the end of each row. */
export function scheduleTable(schedules: readonly Schedule[], now?: Date, width?: number): string {
  return table(
    ['JOB', 'NEXT', 'LAST', 'CRON (UTC)', 'DESCRIPTION'],
    schedules.map(({ job, cron, does, lastRun, nextRun }) => [job, when(nextRun, now), when(lastRun, now), cron, does]),
    width,
  );
}
