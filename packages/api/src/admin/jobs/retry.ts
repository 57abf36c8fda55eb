import { type AuditSource, recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import type { Shop } from '@cartwright/kernel/shop';
import { adminFailures } from '../errors.ts';
import { getJob, jobFacts, jobTarget } from './read.ts';
import type { Job, JobInput } from './schema.ts';

/**
 * Makes a job due at once, with all its attempts again.
 *
 * @returns the job after the change; a worker may have started it already
 * @throws NOT_FOUND there is no such job, or it is done
 * @throws JOB_RUNNING
 */
export async function retryJob(
  shop: Pick<Shop, 'db' | 'clock'>,
  by: UserContext | AuditSource,
  { id }: JobInput,
): Promise<Job> {
  const before = await getJob(shop, { id });
  const after: Job = { ...before, state: 'waiting', attempts: 0, nextRunAt: shop.clock.now() };
  await shop.db.transact(async (tx) => {
    if (!(await tx.retryJob(id))) throw adminFailures.JOB_RUNNING({});
    recordAudit(tx, by, { target: jobTarget(before), before: jobFacts(before), after: jobFacts(after) });
  });
  return after;
}
