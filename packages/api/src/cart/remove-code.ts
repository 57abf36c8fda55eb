import type { GuestContext } from '@cartwright/kernel/context';
import { and, eq } from 'drizzle-orm';
import { lockOwnCart } from './find.ts';
import { emptyCart, readCart } from './get.ts';
import type { Cart, CodeInput } from './schema.ts';

/** Removes a code from the cart. Succeeds if the cart does not have it. */
export function removeCode(ctx: GuestContext, { code }: CodeInput): Promise<Cart> {
  return ctx.shop.db.transact(async (tx) => {
    const { cartCodes } = tx.tables;
    const cart = await lockOwnCart(ctx, tx);
    if (!cart) return emptyCart(ctx.shop);
    await tx.delete(cartCodes).where(and(eq(cartCodes.cartId, cart.id), eq(cartCodes.code, code)));
    return readCart(ctx, tx, cart);
  });
}
