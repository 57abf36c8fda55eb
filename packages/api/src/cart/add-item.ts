import type { Transaction } from '@cartwright/db';
import { eq, sql } from 'drizzle-orm';
import type { GuestContext } from '../kernel/context.ts';
import { kernelFailures } from '../kernel/failures.ts';
import { idempotently } from '../kernel/idempotency.ts';
import { hashSecret, newId, newSecret } from '../kernel/ids.ts';
import { findPurchasables, productFailures } from '../products/index.ts';
import { findOwnCart } from './find.ts';
import { readCart } from './get.ts';
import type { AddItemInput, Cart } from './schema.ts';

const day = 24 * 60 * 60 * 1_000;
const lifetime = { guest: 30 * day, user: 90 * day };
const maxPieces = 99;
const maxLines = 100;

/**
 * Puts something into the cart, on top of what is there. The first thing that a guest adds makes the cart and answers
 * with its token.
 *
 * @throws NOT_FOUND, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK, VALIDATION (over the limits); the cart is then as it was
 */
export function addItem(ctx: GuestContext, input: AddItemInput): Promise<Cart> {
  return idempotently(ctx, { procedure: 'cart.addItem', input }, async (tx) => {
    const [variant] = await findPurchasables(tx, [input]);
    if (!variant) throw kernelFailures.NOT_FOUND({});
    const { variantId, productId, name, sku, price, available } = variant;
    if (!variant.isOnSale) throw productFailures.PRODUCT_UNAVAILABLE({ variantIds: [variantId] });

    const { token, ...cart } = await openCart(ctx, tx);
    const quantity = await increase(tx, { cartId: cart.id, variantId, by: input.quantity, price, at: ctx.shop.clock.now() });
    if (quantity > maxPieces) throw overLimit('quantity', `A cart holds at most ${maxPieces} of one item.`);
    if (quantity > available) {
      const line = { variantId, productId, name, sku, requested: quantity, available };
      throw productFailures.INSUFFICIENT_STOCK({ available, lines: [line] });
    }
    const result = await readCart(ctx.shop, tx, cart);
    if (result.items.length > maxLines) throw overLimit('variantId', `A cart holds at most ${maxLines} items.`);
    return token === undefined ? result : { ...result, token };
  });
}

/** One statement, so that any number of adds at the same time all count. */
async function increase(
  tx: Transaction,
  line: { cartId: string; variantId: string; by: number; price: number; at: Date },
): Promise<number> {
  const { cartLines } = tx.tables;
  const { cartId, variantId, by, price, at } = line;
  const summed = sql`${cartLines.quantity} + ${by}`;
  const [row] = await tx
    .insert(cartLines)
    .values({ cartId, variantId, quantity: by, priceAtAdd: price, addedAt: at })
    .onConflictDoUpdate({ target: [cartLines.cartId, cartLines.variantId], set: { quantity: summed } })
    .returning({ quantity: cartLines.quantity });
  return row?.quantity ?? by;
}

/** The caller's cart, made if there is none; every use puts its end further off. */
async function openCart(ctx: GuestContext, tx: Transaction): Promise<{ id: string; expiresAt: Date; token?: string }> {
  const { carts } = tx.tables;
  const now = ctx.shop.clock.now();
  const { signedIn } = ctx;
  const expiresAt = new Date(now.getTime() + (signedIn ? lifetime.user : lifetime.guest));
  const existing = await findOwnCart(ctx, tx);
  if (existing) {
    await tx.update(carts).set({ expiresAt, updatedAt: now }).where(eq(carts.id, existing.id));
    return { id: existing.id, expiresAt };
  }
  const cart = { id: newId(), expiresAt, createdAt: now, updatedAt: now };
  if (!signedIn) {
    const token = newSecret();
    await tx.insert(carts).values({ ...cart, tokenHash: hashSecret(token) });
    return { ...cart, token };
  }
  // Two first adds at the same time, or a cart that has expired: there is one cart for each user.
  const [row] = await tx
    .insert(carts)
    .values({ ...cart, userId: signedIn.user.id })
    .onConflictDoUpdate({ target: carts.userId, set: { expiresAt, updatedAt: now } })
    .returning({ id: carts.id });
  return { id: row?.id ?? cart.id, expiresAt };
}

function overLimit(path: string, message: string) {
  return kernelFailures.VALIDATION({ issues: [{ path, message, code: 'too_big' }] });
}
