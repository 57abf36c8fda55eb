import type { Transaction } from '@cartwright/db';
import { sql } from 'drizzle-orm';
import type { GuestContext } from '../kernel/context.ts';
import { kernelFailures } from '../kernel/failures.ts';
import { idempotently } from '../kernel/idempotency.ts';
import { findPurchasables } from '../products/index.ts';
import { readCart } from './get.ts';
import { refuseLines, refuseQuantity } from './limits.ts';
import { openCart } from './open.ts';
import type { AddItemInput, Cart } from './schema.ts';

/**
 * Puts something into the cart, on top of what is there. The first thing that a guest adds makes the cart and answers
 * with its token.
 *
 * @throws NOT_FOUND, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK, VALIDATION (over the limits); the cart is then as it was
 */
export async function addItem(ctx: GuestContext, input: AddItemInput): Promise<Cart> {
  // Kept out of the answer that is stored for the Idempotency-Key: no column holds a token.
  let newToken: string | undefined;
  const cart = await idempotently(ctx, { procedure: 'cart.addItem', input }, async (tx) => {
    const [variant] = await findPurchasables(tx, [input]);
    if (!variant) throw kernelFailures.NOT_FOUND({});
    const { token, ...cart } = await openCart(ctx, tx);
    const { variantId, price } = variant;
    const line = { cartId: cart.id, variantId, priceAtAdd: price, addedAt: ctx.shop.clock.now() };
    refuseQuantity(variant, await increase(tx, line, input.quantity));

    const result = await readCart(ctx.shop, tx, cart);
    refuseLines(result.items.length);
    newToken = token;
    return result;
  });
  if (newToken === undefined || cart.expiresAt === null) return cart;
  ctx.reply.cart = { token: newToken, expiresAt: cart.expiresAt };
  return { ...cart, token: newToken };
}

/** One statement, so that any number of adds at the same time all count. */
async function increase(
  tx: Transaction,
  line: { cartId: string; variantId: string; priceAtAdd: number; addedAt: Date },
  by: number,
): Promise<number> {
  const { cartLines } = tx.tables;
  const [row] = await tx
    .insert(cartLines)
    .values({ ...line, quantity: by })
    .onConflictDoUpdate({
      target: [cartLines.cartId, cartLines.variantId],
      set: { quantity: sql`${cartLines.quantity} + ${by}` },
    })
    .returning({ quantity: cartLines.quantity });
  return row?.quantity ?? by;
}
