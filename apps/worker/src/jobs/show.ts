import { getJob, type Job } from '@cartwright/api';
import { type OutputOptions, print, sheet, when } from '../output.ts';
import { withShop } from '../shop.ts';

/** Shows one job with its payload and its last error. */
export async function showJobCommand(id: string, output: OutputOptions): Promise<void> {
  const job = await withShop({ tables: 'migrated' }, (shop) => getJob(shop, { id }));
  print(job, output, () => sheet(describe(job)));
}

function describe({ id, name, state, attempts, maxAttempts, nextRunAt, createdAt, ...job }: Job) {
  return {
    id,
    job: name,
    state,
    payload: JSON.stringify(job.payload),
    attempts: `${attempts} of ${maxAttempts}`,
    'next run': nextRunAt === null ? '-' : `${nextRunAt.toISOString()} (${when(nextRunAt)})`,
    created: `${createdAt.toISOString()} (${when(createdAt)})`,
    key: job.key ?? '-',
    'last error': job.lastError ?? '-',
  };
}
