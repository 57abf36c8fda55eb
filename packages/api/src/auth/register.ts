import type { Transaction } from '@cartwright/db';
import { eq } from 'drizzle-orm';
import type { Context, User } from '../kernel/context.ts';
import { emailKey } from '../kernel/fields.ts';
import { enqueue } from '../kernel/jobs.ts';
import { type ClaimedAccount, claimAccount } from './claim.ts';
import { createUser } from './create-user.ts';
import { authFailures } from './errors.ts';
import { authJobs } from './jobs.ts';
import { hashNewPassword } from './passwords.ts';
import { isGenuineToken, issueProof, takeProof } from './proofs.ts';
import type { RegisterInput, Session } from './schema.ts';
import { signIn } from './sign-in.ts';

/**
 * Opens a customer's account and signs it in. Where the address has to be verified first, only a verification token
 * leads here, so nobody learns which addresses have accounts but those who read their mails.
 *
 * @throws VERIFICATION_REQUIRED, TOKEN_INVALID, EMAIL_TAKEN, VALIDATION (a common password)
 */
export async function register(ctx: Context, input: RegisterInput): Promise<Session> {
  const { shop } = ctx;
  const { email, name, verificationToken: token } = input;
  if (token === undefined && shop.settings.signupPolicy === 'verify_first')
    throw authFailures.VERIFICATION_REQUIRED({});
  // Before the costly hash, and again below, where it also counts that it is unused.
  if (token !== undefined && !isGenuineToken(shop, 'verification', token)) throw authFailures.TOKEN_INVALID({});
  const passwordHash = await hashNewPassword(input.password, 'password');

  return signIn(ctx, input.mode, async (tx) => {
    const at = shop.clock.now();
    if (token !== undefined) {
      const proof = await takeProof(shop, tx, 'verification', token);
      if (proof?.emailKey !== emailKey(email)) throw authFailures.TOKEN_INVALID({});
      const account = await claimAccount(shop, tx, proof);
      if (account) return completeAccount(tx, account, { name, passwordHash, at });
      return createUser(tx, { email, name, passwordHash, role: 'customer', at, isVerified: true });
    }
    const user = await createUser(tx, { email, name, passwordHash, role: 'customer', at });
    const proof = await issueProof(shop, tx, 'code', email, user);
    enqueue(tx, authJobs.sendProofMail, { proofId: proof.id });
    return user;
  });
}

/** @throws EMAIL_TAKEN the account has a password, so it is in use */
async function completeAccount(
  tx: Transaction,
  { user, needsPassword }: ClaimedAccount,
  { name, passwordHash, at }: { name: string; passwordHash: string; at: Date },
): Promise<User> {
  if (!needsPassword) throw authFailures.EMAIL_TAKEN({});
  const { users } = tx.tables;
  await tx.update(users).set({ name, passwordHash, updatedAt: at }).where(eq(users.id, user.id));
  return { ...user, name };
}
