import type { Reader, Transaction } from '@cartwright/db';
import { and, eq, gt } from 'drizzle-orm';
import type { GuestContext } from '../kernel/context.ts';
import { hashSecret } from '../kernel/ids.ts';

/** The caller's own cart, by account or by token; undefined when there is none, or when it has expired. */
export async function findOwnCart(ctx: GuestContext, read: Reader | Transaction) {
  const { carts } = read.tables;
  const { cartToken } = ctx.request;
  const mine = ctx.signedIn
    ? eq(carts.userId, ctx.signedIn.user.id)
    : cartToken !== undefined && eq(carts.tokenHash, hashSecret(cartToken));
  if (mine === false) return undefined;
  const [cart] = await read
    .select({ id: carts.id, expiresAt: carts.expiresAt })
    .from(carts)
    .where(and(mine, gt(carts.expiresAt, ctx.shop.clock.now())));
  return cart;
}
