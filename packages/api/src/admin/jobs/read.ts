import type { StoredJob } from '@cartwright/db';
import { z } from 'zod';
import type { AuditedChange, AuditFacts } from '../../kernel/audit.ts';
import { kernelFailures } from '../../kernel/failures.ts';
import type { Shop } from '../../kernel/shop.ts';
import type { Job, JobInput, JobStats } from './schema.ts';

const storedPayload = z.record(z.string(), z.unknown()).catch({});

/** @throws NOT_FOUND there is no such job, or it is done */
export async function getJob(shop: Pick<Shop, 'db'>, { id }: JobInput): Promise<Job> {
  const stored = await shop.db.queue.find(id);
  if (!stored) throw kernelFailures.NOT_FOUND({});
  return toJob(stored);
}

/** How many jobs there are of each name and state, and which workers live. */
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

/** Why it failed is not among them: mail servers name the person that they refuse. */
export function jobFacts({ state, attempts, payload }: Job): AuditFacts {
  return { state, attempts, payload };
}
