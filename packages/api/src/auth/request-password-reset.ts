import type { Context } from '@cartwright/kernel/context';
import { enqueue } from '@cartwright/kernel/jobs';
import { findPerson } from './find-session-user.ts';
import { authJobs } from './jobs.ts';
import { issueProof } from './proofs.ts';
import type { EmailInput } from './schema.ts';

/** Sends a link that sets a new password. Only the worker looks up the account, so the caller never learns of it. */
export async function requestPasswordReset(ctx: Context, { email }: EmailInput): Promise<void> {
  const { shop } = ctx;
  const user = await findPerson(ctx);
  await shop.db.transact(async (tx) => {
    const proof = await issueProof(shop, tx, 'reset', email, user);
    enqueue(tx, authJobs.sendProofMail, { proofId: proof.id });
  });
}
