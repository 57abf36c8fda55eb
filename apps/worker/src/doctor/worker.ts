import { type JobStats, readJobStats } from '@cartwright/api';
import type { Shop } from '@cartwright/kernel/shop';
import { cartwright } from '../invocation.ts';
import { count, when } from '../output.ts';
import type { Finding } from './finding.ts';

/** A worker polls twice a second, so a job that waits for minutes has no worker. */
const longestWait = 2 * 60_000;

/** Checks whether a worker lives, and whether jobs get done. */
export async function checkWorker(shop: Shop): Promise<Finding[]> {
  const { jobs, workers } = await readJobStats(shop);
  const late = findLate(jobs);
  return [livingWorker(workers, late !== undefined || shop.settings.isProduction), late ?? unfinished(jobs)];
}

type Counts = JobStats['jobs'];

function findLate(jobs: Counts): Finding | undefined {
  const dueSince = Math.min(...jobs.map((job) => job.dueSince?.getTime() ?? Number.POSITIVE_INFINITY));
  if (Date.now() - dueSince < longestWait) return undefined;
  const says = `the oldest waiting job was due ${when(new Date(dueSince))}`;
  const advice = `Run more workers, or increase WORKER_CONCURRENCY. See the queue: ${cartwright} jobs stats`;
  return { check: 'jobs', status: 'problem', says, advice };
}

function unfinished(jobs: Counts): Finding {
  const sum = (state: 'failed' | 'retrying') => jobs.reduce((total, job) => total + job[state], 0);
  if (sum('failed') > 0) {
    const advice = `See the errors: ${cartwright} jobs list --state failed. Then retry or discard the jobs.`;
    return { check: 'jobs', status: 'warning', says: `${count(sum('failed'), 'job')} failed in all attempts`, advice };
  }
  const says =
    sum('retrying') > 0 ? `none failed in all attempts, ${sum('retrying')} waiting for a retry` : 'none failed';
  return { check: 'jobs', status: 'ok', says };
}

function livingWorker(workers: JobStats['workers'], isNeeded: boolean): Finding {
  const check = 'worker';
  const [newest] = [...workers].sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime());
  if (newest) {
    const { host, pid, seenAt } = newest;
    return {
      check,
      status: 'ok',
      says: `${count(workers.length, 'worker')}: process ${pid} on ${host}, last heartbeat ${when(seenAt)}`,
    };
  }
  return {
    check,
    status: isNeeded ? 'problem' : 'warning',
    says: 'no worker is running',
    advice: `Start one: ${cartwright} worker, or a server with WORKER=inline.`,
  };
}
