import { type Job, listJobs } from '@cartwright/api';
import { type OutputOptions, oneLine, print, table, when } from '../output.ts';
import { withShop } from '../shop.ts';

interface ListOptions extends OutputOptions {
  readonly state?: Job['state'];
  readonly job?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Lists the jobs that are not done, newest first. */
export async function listJobsCommand({ state, job, limit, cursor, ...output }: ListOptions): Promise<void> {
  const page = await withShop({ tables: 'migrated' }, (shop) => listJobs(shop, { state, name: job, limit, cursor }));
  print(page, output, () => {
    if (page.items.length === 0) return state === undefined ? 'The queue is empty.' : `No jobs are ${state}.`;
    const more = page.nextCursor === null ? [] : ['', `To see more, add --cursor ${page.nextCursor}`];
    return [table(headings, page.items.map(toRow)), ...more].join('\n');
  });
}

const headings = ['ID', 'STATE', 'JOB', 'ATTEMPTS', 'NEXT RUN', 'LAST ERROR'];

function toRow({ id, state, name, attempts, maxAttempts, nextRunAt, lastError }: Job): string[] {
  return [id, state, name, `${attempts} of ${maxAttempts}`, when(nextRunAt), oneLine(lastError ?? '')];
}
