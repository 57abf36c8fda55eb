import type { Transaction } from '@cartwright/db';
import { and, eq } from 'drizzle-orm';
import { isAddressed } from '../guests/move.ts';
import { isOpen } from '../lifecycle/closed.ts';

/** Sends news about an account's open orders to its new address, if it went to the former one. */
export async function readdressOrders(
  tx: Transaction,
  userId: string,
  { former, email }: { readonly former: string; readonly email: string },
): Promise<void> {
  const { orders } = tx.tables;
  await tx
    .update(orders)
    .set({ email })
    .where(and(eq(orders.userId, userId), isAddressed(tx, former), isOpen(tx)));
}
