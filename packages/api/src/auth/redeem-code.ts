import type { Transaction } from '@cartwright/db';
import type { Failure } from '@cartwright/kernel/failures';
import { emailKey } from '@cartwright/kernel/fields';
import { sameSecret } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, gt, lt, sql } from 'drizzle-orm';
import { authFailures } from './errors.ts';
import { codeOf, endProofs, maxAttempts, type Proof, type ProofPurpose } from './proofs.ts';

/**
 * Uses up the code of a proof. Counts the guess before comparing it, so that five of any number of concurrent guesses
 * are compared. It counts against each code of the address, so that more codes give no more guesses.
 */
export async function redeemCode(
  shop: Shop,
  tx: Transaction,
  purpose: ProofPurpose,
  email: string,
  code: string,
): Promise<Proof | Failure> {
  const { emailProofs } = tx.tables;
  const inForce = and(
    eq(emailProofs.purpose, purpose),
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
  await endProofs(tx, purpose, proof.emailKey);
  return proof;
}
