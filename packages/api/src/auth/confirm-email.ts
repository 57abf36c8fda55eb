import { type Transaction, violatedUnique } from '@cartwright/db';
import type { Context, User } from '@cartwright/kernel/context';
import { Failure } from '@cartwright/kernel/failures';
import { emailKey } from '@cartwright/kernel/fields';
import { keysOf, ownerByEmail } from '@cartwright/kernel/idempotency-keys';
import { enqueue } from '@cartwright/kernel/jobs';
import type { Shop } from '@cartwright/kernel/shop';
import { eq } from 'drizzle-orm';
import { askForMove, readdressOrders, silenceOrders } from '../orders/index.ts';
import { eraseUser } from './erase-user.ts';
import { authFailures } from './errors.ts';
import { authJobs } from './jobs.ts';
import { endProofs, issueProof, type Proof, takeProof } from './proofs.ts';
import { redeemCode } from './redeem-code.ts';
import type { VerifyCodeInput } from './schema.ts';
import { toUser, userColumns } from './users.ts';

/**
 * Gives an account the address that the code or the link proves. The former address is told. All sessions go on,
 * because the password and the new mailbox were both needed. News about open orders goes to the new address.
 *
 * @throws CODE_INVALID, CODE_LOCKED, CODE_EXPIRED, TOKEN_INVALID
 * @throws EMAIL_TAKEN another account has proven the address
 */
export async function confirmEmail({ shop }: Context, { email, code, token }: VerifyCodeInput): Promise<User> {
  const outcome = await shop.db
    .transact(async (tx) => {
      const proof =
        email !== undefined && code !== undefined
          ? await redeemCode(shop, tx, 'email', email, code)
          : (token !== undefined && (await takeProof(shop, tx, 'email', token))) ||
            authFailures.TOKEN_INVALID({ wrong: 'link' });
      return proof instanceof Failure ? proof : applyEmail(shop, tx, proof);
    })
    .catch((error: unknown) => {
      if (violatedUnique(error) === 'users.email_key') return authFailures.EMAIL_TAKEN({});
      throw error;
    });
  // The throw is outside the transaction, so that a wrong guess stays counted.
  if (outcome instanceof Failure) throw outcome;
  return outcome;
}

async function applyEmail(
  shop: Shop,
  tx: Transaction,
  { email, emailKey: key, askedBy }: Proof,
): Promise<User | Failure> {
  const { users, idempotencyKeys } = tx.tables;
  const at = shop.clock.now();
  const [account] = askedBy === null ? [] : await tx.lock(users, eq(users.id, askedBy), userColumns(tx.tables));
  // The account was erased since.
  if (!account) return authFailures.TOKEN_INVALID({ wrong: 'link' });
  const [other] = await tx.lock(users, eq(users.emailKey, key), userColumns(tx.tables));
  if (other && other.id !== account.id) {
    if (other.emailVerifiedAt || other.role === 'admin') return authFailures.EMAIL_TAKEN({});
    // A stranger may have made the account, and a proof takes it away: see `claimAccount`.
    await silenceOrders(tx, other.id);
    await eraseUser(shop, tx, other);
  }
  const changes = { email, emailKey: key, emailVerifiedAt: at, updatedAt: at };
  await tx.update(users).set(changes).where(eq(users.id, account.id));
  const former = emailKey(account.email);
  if (former !== key) {
    for (const purpose of ['code', 'reset', 'verification'] as const) await endProofs(tx, purpose, former);
    await tx.delete(idempotencyKeys).where(keysOf(tx.tables, ownerByEmail(account.email)));
    await readdressOrders(tx, account.id, { former, email });
    const notice = await issueProof(shop, tx, 'former_email', account.email);
    enqueue(tx, authJobs.sendProofMail, { proofId: notice.id });
  }
  askForMove(tx, account.id);
  return toUser({ ...account, email, emailVerifiedAt: at });
}
