import { given, hotQuery, type Transaction } from '@cartwright/db';
import { and, eq, gt, inArray } from 'drizzle-orm';
import type { UserContext } from '../kernel/context.ts';

const takeLines = hotQuery('taken lines of a cart', (tx: Transaction) => {
  const { carts, cartLines } = tx.tables;
  const mine = tx
    .select({ id: carts.id })
    .from(carts)
    .where(and(eq(carts.userId, given(carts.userId, 'userId')), gt(carts.expiresAt, given(carts.expiresAt, 'now'))));
  return tx
    .delete(cartLines)
    .where(inArray(cartLines.cartId, mine))
    .returning({ variantId: cartLines.variantId, quantity: cartLines.quantity, addedAt: cartLines.addedAt });
});

/**
 * Empties the customer's cart and answers with what was in it, oldest first. Of two who take one cart at the same time the second
 * finds it empty.
 */
export async function takeCartLines(
  ctx: UserContext,
  tx: Transaction,
): Promise<{ variantId: string; quantity: number; addedAt: Date }[]> {
  const lines = await takeLines(tx, { userId: ctx.signedIn.user.id, now: ctx.shop.clock.now() });
  return lines.sort((a, b) => a.addedAt.getTime() - b.addedAt.getTime() || (a.variantId < b.variantId ? -1 : 1));
}
