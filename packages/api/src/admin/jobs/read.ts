import type { StoredJob } from '@cartwright/db';
import type { AuditedChange, AuditFacts } from '@cartwright/kernel/audit';
import { kernelFailures } from '@cartwright/kernel/failures';
import type { Shop } from '@cartwright/kernel/shop';
import { z } from 'zod';
import type { Job, JobInput, JobStats } from './schema.ts';

const storedPayload = z.record(z.string(), z.unknown()).catch({});

/** @throws NOT_FOUND there is no such job, or it is done */
export async function getJob(shop: Pick<Shop, 'db'>, { id }: JobInput): Promise<Job> {
  const stored = await shop.db.queue.find(id);
  if (!stored) throw kernelFailures.NOT_FOUND({});
  return toJob(stored);
}

/** The number of jobs by name and state, and the running workers. */
export async function readJobStats({ db }: Pick<Shop, 'db'>): Promise<JobStats> {
  const { jobs, workers } = await db.queue.stats();
  return { jobs: [...jobs], workers: [...workers] };
}

export function toJob({ payload, runAt, ...stored }: StoredJob): Job {
  const runsAgain = stored.state === 'waiting' || stored.state === 'retrying';
  return { ...stored, payload: storedPayload.parse(payload), nextRunAt: runsAgain ? runAt : null };
}

export function jobTarget({ id, name }: Job): AuditedChange['target'] {
  return { type: 'job', id, label: name };
}

/** Excludes the failure's message, because mail servers name the refused person in it. */
export function jobFacts({ state, attempts, payload }: Job): AuditFacts {
  return { state, attempts, payload };
}
