import type { Context } from '@cartwright/kernel/context';
import { enqueue } from '@cartwright/kernel/jobs';
import { authJobs } from './jobs.ts';
import { issueProof } from './proofs.ts';
import type { EmailInput } from './schema.ts';

/**
 * Sends a code and a link that export or erase the orders of a guest. It looks up neither orders nor an account, so
 * neither the response nor its time can reveal them.
 */
export async function requestErasure({ shop }: Context, { email }: EmailInput): Promise<{ expiresAt: Date }> {
  const { expiresAt } = await shop.db.transact(async (tx) => {
    const proof = await issueProof(shop, tx, 'erasure', email);
    enqueue(tx, authJobs.sendProofMail, { proofId: proof.id });
    return proof;
  });
  return { expiresAt };
}
