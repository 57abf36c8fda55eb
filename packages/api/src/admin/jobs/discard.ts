import { type AuditSource, recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import type { Shop } from '@cartwright/kernel/shop';
import { adminFailures } from '../errors.ts';
import { getJob, jobFacts, jobTarget } from './read.ts';
import type { Job, JobInput } from './schema.ts';

/**
 * Removes a job of any kind.
 *
 * @returns the job before its removal
 * @throws NOT_FOUND there is no such job, or it is done
 * @throws JOB_RUNNING
 */
export async function discardJob(
  shop: Pick<Shop, 'db'>,
  by: UserContext | AuditSource,
  { id }: JobInput,
): Promise<Job> {
  const before = await getJob(shop, { id });
  await shop.db.transact(async (tx) => {
    if (!(await tx.discardJob(id))) throw adminFailures.JOB_RUNNING({});
    recordAudit(tx, by, { target: jobTarget(before), before: jobFacts(before), after: null });
  });
  return before;
}
