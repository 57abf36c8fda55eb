import { lt } from 'drizzle-orm';
import { z } from 'zod';
import { defineJob, type Handlers } from './jobs.ts';
import { inBatches, purgeRows } from './purge.ts';
import type { Shop } from './shop.ts';

const day = 24 * 60 * 60_000;

/** Gives operators 90 days to see failed jobs in `cartwright jobs list --state failed`. */
const failedJobsKept = 90 * day;

export const kernelJobs = {
  /** Deletes expired idempotency keys and notes of sent e-mails, and old failed jobs. */
  purgeKernel: defineJob({ name: 'kernel.purge', payload: z.object({}), maxAttempts: 1 }),
};

export const kernelHandlers: Handlers<typeof kernelJobs> = {
  purgeKernel: ({ shop }) => purgeKernel(shop),
};

export async function purgeKernel({ db, clock, log }: Shop): Promise<void> {
  const now = clock.now();
  const { idempotencyKeys: keys, mailDeliveries: mails, mailCounts: counts } = db.tables;
  await purgeRows(db, keys, [keys.scope, keys.key], lt(keys.expiresAt, now));
  await purgeRows(db, mails, [mails.subjectId, mails.template], lt(mails.expiresAt, now));
  await purgeRows(db, counts, [counts.recipient, counts.bound], lt(counts.endsAt, now));
  const before = new Date(now.getTime() - failedJobsKept);
  const forgotten = await inBatches((limit) => db.queue.forgetFailed(before, limit));
  if (forgotten > 0) log.warn({ jobs: forgotten }, 'failed jobs deleted');
}
