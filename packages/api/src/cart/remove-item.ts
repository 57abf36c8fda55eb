import type { GuestContext } from '@cartwright/kernel/context';
import { and, eq } from 'drizzle-orm';
import { lockOwnCart } from './find.ts';
import { emptyCart, readCart } from './get.ts';
import type { Cart } from './schema.ts';

/** Removes a variant from the cart. Succeeds if the cart does not contain it. */
export function removeItem(ctx: GuestContext, { variantId }: { variantId: string }): Promise<Cart> {
  return ctx.shop.db.transact(async (tx) => {
    const { cartLines } = tx.tables;
    const cart = await lockOwnCart(ctx, tx);
    if (!cart) return emptyCart(ctx.shop);
    await tx.delete(cartLines).where(and(eq(cartLines.cartId, cart.id), eq(cartLines.variantId, variantId)));
    return readCart(ctx, tx, cart);
  });
}
