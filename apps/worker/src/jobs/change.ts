import { discardJob, type Job, listJobs, retryJob } from '@cartwright/api';
import type { Shop } from '@cartwright/kernel/shop';
import { exitCodes, refusalOf, WrongUsage } from '../exit.ts';
import { count, type OutputOptions, print } from '../output.ts';
import { type Progress, withProgress } from '../progress.ts';
import { withShop } from '../shop.ts';

interface ChangeOptions extends OutputOptions {
  /** Selects all jobs that failed for good, instead of ids. */
  readonly failed?: true;
  readonly job?: string;
}

/** Runs jobs at once. */
export const retryJobsCommand = (ids: string[], options: ChangeOptions) =>
  change({ verb: 'retry', doing: 'Retrying', done: 'retried', work: retryJob }, ids, options);

/** Removes jobs. */
export const discardJobsCommand = (ids: string[], options: ChangeOptions) =>
  change({ verb: 'discard', doing: 'Discarding', done: 'discarded', work: discardJob }, ids, options);

interface Change {
  readonly verb: string;
  readonly doing: string;
  readonly done: string;
  readonly work: typeof retryJob | typeof discardJob;
}

/** Changes each job on its own, so that one failure does not stop the others. */
async function change(
  { verb, doing, done, work }: Change,
  ids: readonly string[],
  { failed, job: name, ...output }: ChangeOptions,
): Promise<void> {
  if (ids.length > 0 && failed) throw new WrongUsage('Use either ids or --failed.');
  if (name !== undefined && !failed) throw new WrongUsage('--job filters failed jobs. Add --failed.');
  if (ids.length === 0 && !failed) throw new WrongUsage('Enter the ids of jobs, or use --failed for all failed jobs.');
  const jobs: Job[] = [];
  const refused: { id: string; code: string; message: string }[] = [];
  const changeAll = async (shop: Shop, progress: Progress) => {
    const all = failed ? await failedIds(shop, name) : ids;
    for (const [index, id] of all.entries()) {
      progress(index, all.length);
      try {
        jobs.push(await work(shop, { actor: 'cli', action: `jobs ${verb}`, at: shop.clock.now() }, { id }));
      } catch (error) {
        refused.push({ id, ...refusalOf(error) });
      }
    }
  };
  await withShop({ tables: 'migrated' }, (shop) => withProgress(doing, (progress) => changeAll(shop, progress)));
  print({ [done]: jobs.map(({ id }) => id), refused }, output, () =>
    [`${count(jobs.length, 'job')} ${done}.`, ...refused.map(({ id, message }) => `  ${id}: ${message}`)].join('\n'),
  );
  if (refused.length > 0) process.exitCode = exitCodes.failed;
}

async function failedIds(shop: Shop, name: string | undefined): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listJobs(shop, { state: 'failed', name, limit: 100, cursor });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ids;
}
