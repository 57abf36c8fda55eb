import type { Transaction } from '@cartwright/db';
import { userActor } from '@cartwright/kernel/actor';
import { emailKey } from '@cartwright/kernel/fields';
import { keysOf, ownerByEmail } from '@cartwright/kernel/idempotency-keys';
import { announceLostAccess } from '@cartwright/kernel/lost-access';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, inArray, or } from 'drizzle-orm';
import { eraseCustomer } from '../orders/index.ts';
import { refuseLastAdmin } from './last-admin.ts';
import { type ProofPurpose, proofLifetimes } from './proofs.ts';

/**
 * Erases a person's account, sessions, addresses, cart and API keys. The orders stay for the books without the person.
 * Unpaid orders are cancelled, and open ones keep the data they need until they are closed.
 *
 * @returns the numbers of the open orders
 * @throws LAST_ADMIN
 */
export async function eraseUser(
  shop: Shop,
  tx: Transaction,
  { id, email }: { id: string; email: string },
): Promise<string[]> {
  const { users, emailProofs, idempotencyKeys } = tx.tables;
  await refuseLastAdmin(tx, id);
  // The change of the key waits for orders that are being placed in this name, and makes later ones wait for the end.
  await tx
    .update(users)
    .set({ emailKey: `erased:${id}` })
    .where(eq(users.id, id));
  const openOrders = await eraseCustomer(shop, tx, id);
  // Stored responses contain addresses.
  await tx.delete(idempotencyKeys).where(or(keysOf(tx.tables, userActor(id)), keysOf(tx.tables, ownerByEmail(email))));
  const purposes = Object.keys(proofLifetimes) as ProofPurpose[];
  await tx
    .delete(emailProofs)
    .where(and(inArray(emailProofs.purpose, purposes), eq(emailProofs.emailKey, emailKey(email))));
  await tx.delete(users).where(eq(users.id, id));
  announceLostAccess(tx, id);
  return openOrders;
}
