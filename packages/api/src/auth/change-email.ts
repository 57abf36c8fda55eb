import type { SessionContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { enqueue } from '@cartwright/kernel/jobs';
import { authJobs } from './jobs.ts';
import { confirmOwnPassword } from './own-password.ts';
import { issueProof } from './proofs.ts';
import type { ChangeEmailInput } from './schema.ts';

/**
 * Sends a code and a link to the address that the account is to get. It does not look up whether another account has
 * it, so that only its reader can learn that.
 *
 * @throws INVALID_CREDENTIALS the password is wrong
 * @throws VALIDATION the account has this address
 */
export async function changeEmail(
  ctx: SessionContext,
  { email, password }: ChangeEmailInput,
): Promise<{ expiresAt: Date }> {
  const { shop, signedIn } = ctx;
  await confirmOwnPassword(ctx, password);
  if (email === signedIn.user.email) {
    const message = 'The account has this address. Enter another one.';
    throw kernelFailures.VALIDATION({ issues: [{ path: 'email', message, code: 'unchanged' }] });
  }
  const { expiresAt } = await shop.db.transact(async (tx) => {
    const proof = await issueProof(shop, tx, 'email', email, signedIn.user);
    enqueue(tx, authJobs.sendProofMail, { proofId: proof.id });
    return proof;
  });
  return { expiresAt };
}
