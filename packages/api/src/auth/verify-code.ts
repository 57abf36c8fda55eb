import type { Transaction } from '@cartwright/db';
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { Failure } from '../kernel/failures.ts';
import { emailKey } from '../kernel/fields.ts';
import type { Shop } from '../kernel/shop.ts';
import { authFailures } from './errors.ts';
import { codeOf, issueProof, type Proof, sameSecret, takeProof, tokenOf } from './proofs.ts';
import type { Verification, VerifyCodeInput } from './schema.ts';

const maxAttempts = 5;

/**
 * Redeems the code or the link of a mail: the address is verified, and whoever has no account yet may open one with the
 * verification token.
 *
 * @throws CODE_INVALID (with the guesses left), CODE_LOCKED, CODE_EXPIRED, TOKEN_INVALID
 */
export async function verifyCode({ shop }: Context, { email, code, token }: VerifyCodeInput): Promise<Verification> {
  const outcome = await shop.db.transact(async (tx) => {
    if (email !== undefined && code !== undefined) return redeemCode(shop, tx, email, code);
    const proof = token === undefined ? undefined : await takeProof(shop, tx, 'code', token);
    return proof ? confirmAddress(shop, tx, proof) : authFailures.TOKEN_INVALID({});
  });
  // Thrown outside, so that a wrong guess stays counted.
  if (outcome instanceof Failure) throw outcome;
  return outcome;
}

/** The guess is counted before it is compared: of any number that arrive at once, five are looked at. */
async function redeemCode(shop: Shop, tx: Transaction, email: string, code: string): Promise<Verification | Failure> {
  const { emailProofs } = tx.tables;
  const inForce = and(
    eq(emailProofs.purpose, 'code'),
    eq(emailProofs.emailKey, emailKey(email)),
    gt(emailProofs.expiresAt, shop.clock.now()),
  );
  const [proof] = await tx
    .update(emailProofs)
    .set({ attempts: sql`${emailProofs.attempts} + 1` })
    .where(and(inForce, lt(emailProofs.attempts, maxAttempts)))
    .returning();
  if (!proof) {
    const isLocked = (await tx.$count(emailProofs, inForce)) > 0;
    return isLocked ? authFailures.CODE_LOCKED({}) : authFailures.CODE_EXPIRED({});
  }
  if (!sameSecret(code, codeOf(shop, proof))) {
    return authFailures.CODE_INVALID({ attemptsLeft: maxAttempts - proof.attempts });
  }
  await tx.delete(emailProofs).where(eq(emailProofs.id, proof.id));
  return confirmAddress(shop, tx, proof);
}

async function confirmAddress(shop: Shop, tx: Transaction, { email, emailKey }: Proof): Promise<Verification> {
  const { users } = tx.tables;
  const mine = eq(users.emailKey, emailKey);
  const at = shop.clock.now();
  await tx
    .update(users)
    .set({ emailVerifiedAt: at, updatedAt: at })
    .where(and(mine, isNull(users.emailVerifiedAt)));
  const verification = await issueProof(shop, tx, 'verification', email);
  return {
    verificationToken: tokenOf(shop, verification),
    expiresAt: verification.expiresAt,
    emailVerified: (await tx.$count(users, mine)) > 0,
  };
}
