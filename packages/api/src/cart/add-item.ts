import { given, hotQuery, type Transaction } from '@cartwright/db';
import { eq, sql } from 'drizzle-orm';
import type { GuestContext } from '../kernel/context.ts';
import { kernelFailures } from '../kernel/failures.ts';
import { idempotently } from '../kernel/idempotency.ts';
import { findPurchasables } from '../products/index.ts';
import { readCartLines, toCart } from './get.ts';
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
    const variantId = input.variantId ?? (await onlyVariantOf(tx, input));
    const { token, ...cart } = await openCart(ctx, tx);
    const more = { cartId: cart.id, variantId, quantity: input.quantity, addedAt: ctx.shop.clock.now() };
    // Sent together, and done one after the other.
    const [, lines] = await Promise.all([increase(tx, more), readCartLines(tx, cart.id)]);
    const line = lines.find(({ variant }) => variant.variantId === variantId);
    if (!line) throw kernelFailures.NOT_FOUND({});
    refuseQuantity(line.variant, line.quantity);
    refuseLines(lines.length);
    newToken = token;
    return toCart(ctx.shop, cart, lines);
  });
  if (ctx.reply.replayed || newToken === undefined || cart.expiresAt === null) return cart;
  ctx.reply.cart = { token: newToken, expiresAt: cart.expiresAt };
  return { ...cart, token: newToken };
}

/** @throws NOT_FOUND there is none, or more than one to choose from */
async function onlyVariantOf(tx: Transaction, input: AddItemInput): Promise<string> {
  const [variant] = await findPurchasables(tx, [input]);
  if (!variant) throw kernelFailures.NOT_FOUND({});
  return variant.variantId;
}

/** One statement, so that any number of adds at the same time all count. A variant that is none adds nothing. */
const increase = hotQuery('more of a cart line', (tx: Transaction) => {
  const { cartLines, variants } = tx.tables;
  const quantity = given(cartLines.quantity, 'quantity');
  const line = tx
    .select({
      cartId: sql<string>`cast(${given(cartLines.cartId, 'cartId')} as ${sql.raw(cartLines.cartId.getSQLType())})`.as(
        'cart',
      ),
      variantId: variants.id,
      quantity: sql<number>`cast(${quantity} as integer)`.as('quantity'),
      priceAtAdd: variants.price,
      addedAt: sql<Date>`cast(${given(cartLines.addedAt, 'addedAt')} as ${sql.raw(cartLines.addedAt.getSQLType())})`.as(
        'added',
      ),
    })
    .from(variants)
    .where(eq(variants.id, given(variants.id, 'variantId')));
  return tx
    .insert(cartLines)
    .select(line)
    .onConflictDoUpdate({
      target: [cartLines.cartId, cartLines.variantId],
      set: { quantity: sql`${cartLines.quantity} + ${quantity}` },
    });
});
