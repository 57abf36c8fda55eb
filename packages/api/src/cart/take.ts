import type { Transaction } from '@cartwright/db';
import { eq } from 'drizzle-orm';
import type { GuestContext } from '../kernel/context.ts';
import { findOwnCart } from './find.ts';

/**
 * Empties the caller's cart and answers with what was in it. Of two who take one cart at the same time the second
 * finds it empty.
 */
export async function takeCartLines(
  ctx: GuestContext,
  tx: Transaction,
): Promise<{ variantId: string; quantity: number }[]> {
  const { cartLines } = tx.tables;
  const cart = await findOwnCart(ctx, tx);
  if (!cart) return [];
  const lines = await tx
    .delete(cartLines)
    .where(eq(cartLines.cartId, cart.id))
    .returning({ variantId: cartLines.variantId, quantity: cartLines.quantity, addedAt: cartLines.addedAt });
  return lines.sort((a, b) => a.addedAt.getTime() - b.addedAt.getTime() || (a.variantId < b.variantId ? -1 : 1));
}
