import type { GuestContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { findPurchasables } from '../products/index.ts';
import { readCart } from './get.ts';
import { problemOfLines, problemOfQuantity } from './limits.ts';
import { openCart } from './open.ts';
import { removeItem } from './remove-item.ts';
import type { Cart, UpdateItemInput } from './schema.ts';

/**
 * Sets the quantity of a variant in the cart; 0 removes it. The current price replaces the price shown before.
 *
 * @throws NOT_FOUND, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK, VALIDATION (over the limits); the cart stays unchanged
 */
export async function updateItem(ctx: GuestContext, { variantId, quantity }: UpdateItemInput): Promise<Cart> {
  if (quantity === 0) return removeItem(ctx, { variantId });
  const cart = await ctx.shop.db.transact(async (tx) => {
    const { cartLines } = tx.tables;
    const [variant] = await findPurchasables(tx, [{ variantId }]);
    if (!variant) throw kernelFailures.NOT_FOUND({});
    const problem = problemOfQuantity(variant, quantity);
    if (problem) throw problem;

    const { token, ...cart } = await openCart(ctx, tx);
    const line = { cartId: cart.id, variantId: variant.variantId, addedAt: ctx.shop.clock.now() };
    const shown = { quantity, priceAtAdd: variant.price };
    await tx
      .insert(cartLines)
      .values({ ...line, ...shown })
      .onConflictDoUpdate({ target: [cartLines.cartId, cartLines.variantId], set: shown });
    const result = await readCart(ctx, tx, cart);
    const tooMany = problemOfLines(result.items.length);
    if (tooMany) throw tooMany;
    return token === undefined ? result : { ...result, token };
  });
  const { token, expiresAt } = cart;
  if (token !== undefined && expiresAt !== null) ctx.reply.cart = { token, expiresAt };
  return cart;
}
