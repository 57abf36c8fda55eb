import type { Transaction } from '@cartwright/db';
import type { Context, PublicContext, User } from '@cartwright/kernel/context';
import { emailKey } from '@cartwright/kernel/fields';
import { idempotently, type Recall } from '@cartwright/kernel/idempotency';
import { ownerByEmail } from '@cartwright/kernel/idempotency-keys';
import { enqueue } from '@cartwright/kernel/jobs';
import { eq } from 'drizzle-orm';
import { askForMove } from '../orders/index.ts';
import { type ClaimedAccount, claimAccount } from './claim.ts';
import { createUser } from './create-user.ts';
import { deviceTokenFor } from './devices.ts';
import { authFailures } from './errors.ts';
import { authJobs } from './jobs.ts';
import { hashNewPassword, verifyPassword } from './passwords.ts';
import { isGenuineToken, issueProof, takeProof } from './proofs.ts';
import type { RegisterInput, Session } from './schema.ts';
import { admitMode } from './session-mode.ts';
import type { StartedSession } from './sessions.ts';
import { signIn } from './sign-in.ts';
import { toUser, userColumns } from './users.ts';

/**
 * Opens a customer's account and signs it in. If the policy is `verify_first`, it requires a verification token, so
 * that only the readers of an address's e-mails learn whether it has an account.
 *
 * @throws VERIFICATION_REQUIRED, TOKEN_INVALID, EMAIL_TAKEN, COOKIE_UNAVAILABLE, VALIDATION (a common password)
 * @throws INVALID_CREDENTIALS a replay, and the account has another password since
 */
export async function register(ctx: PublicContext, input: RegisterInput): Promise<Session> {
  const { shop } = ctx;
  const mode = admitMode(ctx, input.mode);
  const { email, name, verificationToken: token } = input;
  if (token === undefined && shop.settings.signupPolicy === 'verify_first')
    throw authFailures.VERIFICATION_REQUIRED({});
  // This check precedes the costly hash. `takeProof` checks below that the token is unused.
  if (token !== undefined && !isGenuineToken(shop, 'verification', token))
    throw authFailures.TOKEN_INVALID({ wrong: 'verificationToken' });
  const passwordHash = await hashNewPassword(input.password, 'password');

  const operation = {
    input,
    owner: ownerByEmail(email),
    recall: recallRegistration(ctx, input),
  };
  const transact = (work: (tx: Transaction) => Promise<StartedSession>) =>
    idempotently({ ...ctx, signedIn: null }, operation, work);
  const open = async (tx: Transaction) => {
    const at = shop.clock.now();
    if (token !== undefined) {
      const proof = await takeProof(shop, tx, 'verification', token);
      if (!proof) throw authFailures.TOKEN_INVALID({ wrong: 'verificationToken' });
      if (proof.emailKey !== emailKey(email)) throw authFailures.TOKEN_INVALID({ wrong: 'otherAddress' });
      const account = await claimAccount(shop, tx, proof);
      if (account) return completeAccount(tx, account, { name, passwordHash, at });
      const proven = await createUser(tx, { email, name, passwordHash, role: 'customer', at, isVerified: true });
      askForMove(tx, proven.id);
      return proven;
    }
    const user = await createUser(tx, { email, name, passwordHash, role: 'customer', at });
    const proof = await issueProof(shop, tx, 'code', email, user);
    enqueue(tx, authJobs.sendProofMail, { proofId: proof.id });
    return user;
  };
  const session = await signIn(ctx, mode, open, transact);
  if (!ctx.call?.isReplay) ctx.reply.device = deviceTokenFor(ctx, { id: session.user.id, passwordHash });
  return session;
}

/**
 * Recalls a registration for its replay, which opens no account and shows no tokens again. The owner can sign in with
 * the password.
 */
function recallRegistration({ shop }: Context, { password }: RegisterInput): Recall<StartedSession> {
  return {
    mark: ({ session }) => session.user.id,
    async read(id) {
      const { users } = shop.db.tables;
      const [row] = await shop.db.read
        .select({ passwordHash: users.passwordHash, user: userColumns(shop.db.tables) })
        .from(users)
        .where(eq(users.id, id ?? ''));
      // The account may have another password since, and then this one must not work.
      if (!row || !(await verifyPassword(row.passwordHash ?? undefined, password)))
        throw authFailures.INVALID_CREDENTIALS({ wrong: 'formerPassword' });
      return {
        session: { user: toUser(row.user), expiresIn: 0, expiresAt: shop.clock.now(), tokensShown: false },
      };
    },
  };
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
