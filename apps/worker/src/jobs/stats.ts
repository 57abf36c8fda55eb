import { type JobStats, readJobStats } from '@cartwright/api';
import { count, type OutputOptions, print, table, when } from '../output.ts';
import { withShop } from '../shop.ts';

/** Shows the number of jobs by name and state, and the living workers. */
export async function jobStatsCommand(output: OutputOptions): Promise<void> {
  const stats = await withShop({ tables: 'migrated' }, readJobStats);
  print(stats, output, () => [jobsOf(stats), '', workersOf(stats)].join('\n'));
}

function jobsOf({ jobs }: JobStats): string {
  if (jobs.length === 0) return 'The queue is empty.';
  const rows = jobs.map(({ name, waiting, retrying, running, failed, dueSince }) => [
    name,
    ...[waiting, retrying, running, failed].map(String),
    dueSince === null ? '' : when(dueSince),
  ]);
  return table(['JOB', 'WAITING', 'RETRYING', 'RUNNING', 'FAILED', 'DUE SINCE'], rows);
}

function workersOf({ workers }: JobStats): string {
  if (workers.length === 0) return 'No worker is running.';
  const rows = workers.map(({ host, pid, concurrency, startedAt, seenAt }) => [
    host,
    String(pid),
    count(concurrency, 'job'),
    when(startedAt),
    when(seenAt),
  ]);
  return table(['WORKER', 'PROCESS', 'CONCURRENCY', 'STARTED', 'LAST HEARTBEAT'], rows);
}
