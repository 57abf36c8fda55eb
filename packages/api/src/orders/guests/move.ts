import type { Reader, Transaction } from '@cartwright/db';
import { jobActor } from '@cartwright/kernel/actor';
import { recordAudits } from '@cartwright/kernel/audit';
import { emailKey } from '@cartwright/kernel/fields';
import { enqueue } from '@cartwright/kernel/jobs';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { orderJobs } from '../jobs.ts';

/**
 * Asks for the move of the guest's orders of an address into its account. Call it wherever an address is proven there.
 */
export function askForMove(tx: Transaction, userId: string): void {
  enqueue(tx, orderJobs.moveOrdersToAccount, { userId });
}

/**
 * Moves the guest's orders of an account's address into the account, if the address is proven there. An order writes no
 * event, because the holder of its token would learn of the account.
 */
export async function moveOrdersToAccount({ db, clock }: Shop, userId: string): Promise<void> {
  await db.transact(async (tx) => {
    const { users, orders } = tx.tables;
    // A concurrent erasure of the account waits, or has changed the key of the address.
    const isProven = and(eq(users.id, userId), isNotNull(users.emailVerifiedAt));
    const [account] = await tx.lock(users, isProven, { emailKey: users.emailKey });
    if (!account) return;
    const moved = await tx
      .update(orders)
      .set({ userId })
      .where(and(isGuests(tx), isAddressed(tx, account.emailKey), isNull(orders.erasureAskedAt)))
      .returning({ id: orders.id, number: orders.number });
    const by = { actor: jobActor(orderJobs.moveOrdersToAccount), action: orderJobs.moveOrdersToAccount.name };
    await recordAudits(
      tx,
      { ...by, at: clock.now() },
      moved.map(({ id, number }) => ({
        target: { type: 'order', id, label: number },
        before: { customer: null },
        after: { customer: userId },
      })),
    );
  });
}

/**
 * Moves a new order of a guest whose address was proven before. Every order of a guest asks for this, so that neither
 * the answer nor its time tells of an account.
 */
export async function moveOrderToAccount(shop: Shop, orderId: string): Promise<void> {
  const { read, tables } = shop.db;
  const { orders, users } = tables;
  const [order] = await read.select({ email: orders.email }).from(orders).where(eq(orders.id, orderId));
  if (!order) return;
  const [account] = await read
    .select({ id: users.id })
    .from(users)
    .where(eq(users.emailKey, emailKey(order.email)));
  if (account) await moveOrdersToAccount(shop, account.id);
}

/** The condition that an order is a guest's and in no account. */
export function isGuests({ tables: { orders } }: Reader | Transaction): SQL | undefined {
  return and(isNull(orders.userId), isNotNull(orders.guestNetwork));
}

/** The condition that an order has this address. An index serves the expression. */
export function isAddressed({ tables: { orders } }: Reader | Transaction, key: string): SQL {
  return eq(sql`lower(${orders.email})`, key);
}
