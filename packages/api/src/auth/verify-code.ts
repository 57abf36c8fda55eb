import type { Transaction } from '@cartwright/db';
import type { Context } from '@cartwright/kernel/context';
import { Failure } from '@cartwright/kernel/failures';
import type { Shop } from '@cartwright/kernel/shop';
import { claimAccount } from './claim.ts';
import { authFailures } from './errors.ts';
import { findPerson } from './find-session-user.ts';
import { issueProof, type Proof, takeProof, tokenOf } from './proofs.ts';
import { redeemCode } from './redeem-code.ts';
import type { Verification, VerifyCodeInput } from './schema.ts';

/**
 * Redeems the code or the link of an e-mail and verifies the address. The verification token opens an account for an
 * address without one. An unverified account of a stranger is replaced: see `claimAccount`.
 *
 * @throws CODE_INVALID (with the guesses left), CODE_LOCKED, CODE_EXPIRED, TOKEN_INVALID
 */
export async function verifyCode(ctx: Context, { email, code, token }: VerifyCodeInput): Promise<Verification> {
  const { shop } = ctx;
  const user = await findPerson(ctx);
  const outcome = await shop.db.transact(async (tx) => {
    const proof =
      email !== undefined && code !== undefined
        ? await redeemCode(shop, tx, 'code', email, code)
        : (token !== undefined && (await takeProof(shop, tx, 'code', token))) ||
          authFailures.TOKEN_INVALID({ wrong: 'link' });
    return proof instanceof Failure ? proof : confirmAddress(shop, tx, proof, user?.id);
  });
  // The throw is outside the transaction, so that a wrong guess stays counted.
  if (outcome instanceof Failure) throw outcome;
  return outcome;
}

async function confirmAddress(
  shop: Shop,
  tx: Transaction,
  proof: Proof,
  redeemedBy: string | undefined,
): Promise<Verification> {
  const account = await claimAccount(shop, tx, proof, redeemedBy);
  const verification = await issueProof(shop, tx, 'verification', proof.email);
  return {
    verificationToken: tokenOf(shop, verification),
    expiresAt: verification.expiresAt,
    email: account?.user.email ?? proof.email,
    emailVerified: account !== undefined,
    needsPassword: account?.needsPassword ?? false,
  };
}
