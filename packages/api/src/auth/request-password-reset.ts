import type { Context } from '../kernel/context.ts';
import { enqueue } from '../kernel/jobs.ts';
import { findPerson } from './find-session-user.ts';
import { authJobs } from './jobs.ts';
import { issueProof } from './proofs.ts';
import type { EmailInput } from './schema.ts';

/** Mails a link that sets a new password. The worker finds out whether there is an account; the caller never does. */
export async function requestPasswordReset(ctx: Context, { email }: EmailInput): Promise<void> {
  const { shop } = ctx;
  const user = await findPerson(ctx);
  await shop.db.transact(async (tx) => {
    const proof = await issueProof(shop, tx, 'reset', email, user);
    enqueue(tx, authJobs.sendProofMail, { proofId: proof.id });
  });
}
