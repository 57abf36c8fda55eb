import { prepared, type Transaction } from '@cartwright/db';
import type { GuestContext } from '@cartwright/kernel/context';
import { hashSecret, newId, newSecret } from '@cartwright/kernel/ids';
import { and, eq, gt, lte } from 'drizzle-orm';
import { ownCarts } from './find.ts';

const day = 24 * 60 * 60 * 1_000;
export const lifetime = { guest: 30 * day, user: 90 * day };

export interface OpenCart {
  readonly id: string;
  readonly expiresAt: Date;
  /** The token of a guest's new cart. */
  readonly token?: string;
}

/** The caller's cart, created if missing. Each use prolongs it. */
export async function openCart(ctx: GuestContext, tx: Transaction): Promise<OpenCart> {
  if (ctx.signedIn) return openUserCart(tx, ctx.signedIn.user.id, ctx.shop.clock.now());
  const { carts } = tx.tables;
  const now = ctx.shop.clock.now();
  const expiresAt = new Date(now.getTime() + lifetime.guest);
  // One statement, because a merge into an account could delete a cart between its search and its use.
  const which = ownCarts(ctx, tx);
  const [open] = which
    ? await tx.update(carts).set({ expiresAt, updatedAt: now }).where(which).returning({ id: carts.id })
    : [];
  if (open) return { id: open.id, expiresAt };
  const token = newSecret();
  const cart = { id: newId(), expiresAt, createdAt: now, updatedAt: now };
  await tx.insert(carts).values({ ...cart, tokenHash: hashSecret(token) });
  return { id: cart.id, expiresAt, token };
}

const prolong = prepared(
  'open cart of a user',
  ({ carts: { userId, updatedAt, expiresAt } }) => ({ userId, now: updatedAt, expiresAt }),
  (tx: Transaction, { userId, now, expiresAt }) => {
    const { carts } = tx.tables;
    return tx
      .update(carts)
      .set({ expiresAt, updatedAt: now })
      .where(and(eq(carts.userId, userId), gt(carts.expiresAt, now)))
      .returning({ id: carts.id });
  },
);

/** Prolongs a user's cart; undefined if it does not exist or has expired. */
async function keepOpen(tx: Transaction, userId: string, now: Date): Promise<OpenCart | undefined> {
  const expiresAt = new Date(now.getTime() + lifetime.user);
  const [open] = await prolong(tx, { userId, now, expiresAt });
  return open && { id: open.id, expiresAt };
}

/** Two concurrent first adds share one cart. An expired cart loses its items and codes. */
export async function openUserCart(tx: Transaction, userId: string, now: Date): Promise<OpenCart> {
  const { carts, cartCodes, cartLines } = tx.tables;
  const expiresAt = new Date(now.getTime() + lifetime.user);
  const open = await keepOpen(tx, userId, now);
  if (open) return open;

  // The update decides which request empties an expired cart, because a concurrent one may have filled it already.
  const [revived] = await tx
    .update(carts)
    .set({ expiresAt, updatedAt: now })
    .where(and(eq(carts.userId, userId), lte(carts.expiresAt, now)))
    .returning({ id: carts.id });
  if (revived) {
    await tx.delete(cartLines).where(eq(cartLines.cartId, revived.id));
    await tx.delete(cartCodes).where(eq(cartCodes.cartId, revived.id));
    return { id: revived.id, expiresAt };
  }
  const [cart] = await tx
    .insert(carts)
    .values({ id: newId(), userId, expiresAt, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({ target: carts.userId, set: { expiresAt, updatedAt: now } })
    .returning({ id: carts.id });
  if (!cart) throw new Error('The database did not return the cart that it made.');
  return { id: cart.id, expiresAt };
}
