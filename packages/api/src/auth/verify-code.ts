import type { Transaction } from '@cartwright/db';
import type { Context } from '@cartwright/kernel/context';
import { Failure } from '@cartwright/kernel/failures';
import { emailKey } from '@cartwright/kernel/fields';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, gt, lt, sql } from 'drizzle-orm';
import { claimAccount } from './claim.ts';
import { authFailures } from './errors.ts';
import { findPerson } from './find-session-user.ts';
import { codeOf, endProofs, issueProof, maxAttempts, type Proof, sameSecret, takeProof, tokenOf } from './proofs.ts';
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
        ? await redeemCode(shop, tx, email, code)
        : (token !== undefined && (await takeProof(shop, tx, 'code', token))) ||
          authFailures.TOKEN_INVALID({ wrong: 'link' });
    return proof instanceof Failure ? proof : confirmAddress(shop, tx, proof, user?.id);
  });
  // The throw is outside the transaction, so that a wrong guess stays counted.
  if (outcome instanceof Failure) throw outcome;
  return outcome;
}

/**
 * Counts the guess before comparing it, so that five of any number of concurrent guesses are compared. It counts
 * against each code of the address, so that more codes give no more guesses.
 */
async function redeemCode(shop: Shop, tx: Transaction, email: string, code: string): Promise<Proof | Failure> {
  const { emailProofs } = tx.tables;
  const inForce = and(
    eq(emailProofs.purpose, 'code'),
    eq(emailProofs.emailKey, emailKey(email)),
    gt(emailProofs.expiresAt, shop.clock.now()),
  );
  const tried = await tx
    .update(emailProofs)
    .set({ attempts: sql`${emailProofs.attempts} + 1` })
    .where(and(inForce, lt(emailProofs.attempts, maxAttempts)))
    .returning();
  if (tried.length === 0) {
    const isLocked = (await tx.$count(emailProofs, inForce)) > 0;
    return isLocked ? authFailures.CODE_LOCKED({}) : authFailures.CODE_EXPIRED({});
  }
  const proof = tried.find((one) => sameSecret(code, codeOf(shop, one)));
  if (!proof) {
    return authFailures.CODE_INVALID({
      attemptsLeft: maxAttempts - Math.min(...tried.map(({ attempts }) => attempts)),
    });
  }
  await endProofs(tx, 'code', proof.emailKey);
  return proof;
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
