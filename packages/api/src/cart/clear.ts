import type { GuestContext } from '@cartwright/kernel/context';
import { eq } from 'drizzle-orm';
import { lockOwnCart } from './find.ts';
import { emptyCart, readCart } from './get.ts';
import type { Cart } from './schema.ts';

export function clearCart(ctx: GuestContext): Promise<Cart> {
  return ctx.shop.db.transact(async (tx) => {
    const { cartCodes, cartLines } = tx.tables;
    const cart = await lockOwnCart(ctx, tx);
    if (!cart) return emptyCart(ctx.shop);
    await tx.delete(cartLines).where(eq(cartLines.cartId, cart.id));
    await tx.delete(cartCodes).where(eq(cartCodes.cartId, cart.id));
    return readCart(ctx, tx, cart);
  });
}
