import { param, preparedQuery, type Transaction } from '@cartwright/db';
import { and, eq, gt, inArray } from 'drizzle-orm';
import type { UserContext } from '../kernel/context.ts';
import type { Purchasable } from '../products/index.ts';
import { readCartLinesOfUser } from './get.ts';

const takeLines = preparedQuery('taken lines of a cart', (tx: Transaction) => {
  const { carts, cartLines } = tx.tables;
  const mine = tx
    .select({ id: carts.id })
    .from(carts)
    .where(and(eq(carts.userId, param(carts.userId, 'userId')), gt(carts.expiresAt, param(carts.expiresAt, 'now'))));
  return tx
    .delete(cartLines)
    .where(inArray(cartLines.cartId, mine))
    .returning({ variantId: cartLines.variantId, quantity: cartLines.quantity, addedAt: cartLines.addedAt });
});

export interface TakenLine {
  readonly variantId: string;
  readonly quantity: number;
  readonly addedAt: Date;
}

/**
 * Empties the customer's cart and returns its lines, oldest first, with their variants. If two requests take one cart
 * at the same time, the second finds it empty.
 *
 * @returns `variants` may lack lines that were added while this call waited
 */
export async function takeCartLines(
  ctx: UserContext,
  tx: Transaction,
): Promise<{ lines: TakenLine[]; variants: Purchasable[] }> {
  const [userId, now] = [ctx.signedIn.user.id, ctx.shop.clock.now()];
  // The statements are sent together and run one after the other.
  const [known, lines] = await Promise.all([readCartLinesOfUser(tx, userId, now), takeLines(tx, { userId, now })]);
  lines.sort((a, b) => a.addedAt.getTime() - b.addedAt.getTime() || (a.variantId < b.variantId ? -1 : 1));
  return { lines, variants: known.map(({ variant }) => variant) };
}
