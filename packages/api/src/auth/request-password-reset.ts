import type { Context } from '../kernel/context.ts';
import { enqueue } from '../kernel/jobs.ts';
import { authJobs } from './jobs.ts';
import { issueProof } from './proofs.ts';
import type { EmailInput } from './schema.ts';

/** Mails a link that sets a new password. The worker finds out whether there is an account; the caller never does. */
export async function requestPasswordReset({ shop }: Context, { email }: EmailInput): Promise<void> {
  await shop.db.transact(async (tx) => {
    const proof = await issueProof(shop, tx, 'reset', email);
    enqueue(tx, authJobs.sendProofMail, { proofId: proof.id });
  });
}
