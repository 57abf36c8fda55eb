import type { Context } from '@cartwright/kernel/context';
import { enqueue } from '@cartwright/kernel/jobs';
import { findPerson } from './find-session-user.ts';
import { authJobs } from './jobs.ts';
import { issueProof } from './proofs.ts';
import type { EmailInput } from './schema.ts';

/**
 * Sends a code and a link that verify an address. It does not look up whether the address has an account, so neither
 * the response nor its time can reveal it.
 */
export async function requestCode(ctx: Context, { email }: EmailInput): Promise<{ expiresAt: Date }> {
  const { shop } = ctx;
  const user = await findPerson(ctx);
  const { expiresAt } = await shop.db.transact(async (tx) => {
    const proof = await issueProof(shop, tx, 'code', email, user);
    enqueue(tx, authJobs.sendProofMail, { proofId: proof.id });
    return proof;
  });
  return { expiresAt };
}
