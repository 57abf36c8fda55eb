import type { Transaction } from '@cartwright/db';
import { inArray } from 'drizzle-orm';
import type { GuestContext } from '../kernel/context.ts';
import { ownCarts } from './find.ts';

/**
 * Empties the caller's cart and answers with what was in it. Of two who take one cart at the same time the second
 * finds it empty.
 */
export async function takeCartLines(
  ctx: GuestContext,
  tx: Transaction,
): Promise<{ variantId: string; quantity: number }[]> {
  const { carts, cartLines } = tx.tables;
  const which = ownCarts(ctx, tx);
  if (!which) return [];
  const mine = tx.select({ id: carts.id }).from(carts).where(which);
  const lines = await tx
    .delete(cartLines)
    .where(inArray(cartLines.cartId, mine))
    .returning({ variantId: cartLines.variantId, quantity: cartLines.quantity, addedAt: cartLines.addedAt });
  return lines.sort((a, b) => a.addedAt.getTime() - b.addedAt.getTime() || (a.variantId < b.variantId ? -1 : 1));
}
