import type { Reader, Transaction } from '@cartwright/db';
import type { GuestContext } from '@cartwright/kernel/context';
import { hashSecret } from '@cartwright/kernel/ids';
import { and, eq, gt, type SQL } from 'drizzle-orm';

/** The caller's own cart, by account or token; undefined if it does not exist or has expired. */
export async function findOwnCart(ctx: GuestContext, read: Reader | Transaction) {
  const { carts } = read.tables;
  const which = ownCarts(ctx, read);
  if (!which) return undefined;
  const [cart] = await read.select({ id: carts.id, expiresAt: carts.expiresAt }).from(carts).where(which);
  return cart;
}

/** Finds the caller's own cart and locks it, so that an order of the cart or another change waits. */
export async function lockOwnCart(ctx: GuestContext, tx: Transaction) {
  const { carts } = tx.tables;
  const which = ownCarts(ctx, tx);
  if (!which) return undefined;
  const [cart] = await tx.lock(carts, which, { id: carts.id, expiresAt: carts.expiresAt });
  return cart;
}

/** A condition for the caller's unexpired row in `carts`; undefined if the caller cannot have one. */
export function ownCarts(
  ctx: Pick<GuestContext, 'shop' | 'request' | 'signedIn'>,
  { tables: { carts } }: Reader | Transaction,
): SQL | undefined {
  const { cartToken } = ctx.request;
  const holds = gt(carts.expiresAt, ctx.shop.clock.now());
  if (ctx.signedIn) return and(eq(carts.userId, ctx.signedIn.user.id), holds);
  return cartToken === undefined ? undefined : and(eq(carts.tokenHash, hashSecret(cartToken)), holds);
}
