import type { Transaction } from '@cartwright/db';
import type { Context } from '@cartwright/kernel/context';
import { asc, eq, sql } from 'drizzle-orm';
import { findPurchasables } from '../products/index.ts';
import { maxCodes } from './codes.ts';
import { ownCarts } from './find.ts';
import { maxLines, maxPieces } from './limits.ts';
import { openUserCart } from './open.ts';
import type { CartMerge } from './schema.ts';

/**
 * Moves a guest's items and codes into the cart of the account that signs in. Each item gets the larger quantity, up to
 * the stock. The guest's cart and its token are gone afterwards.
 *
 * @returns the outcome of each item; undefined if there was no guest's cart with items
 */
export async function mergeGuestCart(ctx: Context, tx: Transaction, userId: string): Promise<CartMerge | undefined> {
  const { carts, cartCodes, cartLines } = tx.tables;
  const now = ctx.shop.clock.now();
  const which = ownCarts({ ...ctx, signedIn: null }, tx);
  if (!which) return undefined;
  // Locks the cart first, so that only one of two concurrent logins merges it, and concurrent adds are included.
  const [guestCart] = await tx.lock(carts, which, { id: carts.id });
  if (!guestCart) return undefined;
  const guestLines = await tx.delete(cartLines).where(eq(cartLines.cartId, guestCart.id)).returning();
  const guestCodes = await codesOf(tx, guestCart.id);
  await tx.delete(cartCodes).where(eq(cartCodes.cartId, guestCart.id));
  await tx.delete(carts).where(eq(carts.id, guestCart.id));
  if (guestLines.length === 0 && guestCodes.length === 0) return undefined;

  const cart = await openUserCart(tx, userId, now);
  await addCodes(tx, cart.id, guestCodes);
  if (guestLines.length === 0) return undefined;
  const ownLines = await tx.select().from(cartLines).where(eq(cartLines.cartId, cart.id));
  const own = new Map(ownLines.map(({ variantId, quantity }) => [variantId, quantity]));
  const variants = await findPurchasables(tx, guestLines);

  let free = maxLines - own.size;
  const items: CartMerge['items'] = [];
  const taken: (typeof cartLines.$inferInsert)[] = [];
  guestLines.forEach(({ variantId, quantity: requested, priceAtAdd, addedAt }, index) => {
    const variant = variants[index];
    if (!variant) return;
    const before = own.get(variantId) ?? 0;
    const limit = variant.isOnSale ? Math.min(variant.available, maxPieces) : 0;
    const reachable = before === 0 && free === 0 ? 0 : Math.min(requested, limit);
    const quantity = Math.max(before, reachable);
    items.push({ variantId, name: variant.name, requested, quantity, outcome: outcomeOf(before, requested, quantity) });
    if (quantity <= before) return;
    if (before === 0) free -= 1;
    taken.push({ cartId: cart.id, variantId, quantity, priceAtAdd, addedAt });
  });

  if (taken.length > 0) {
    const larger = sql`case when excluded.quantity > ${cartLines.quantity} then excluded.quantity else ${cartLines.quantity} end`;
    await tx
      .insert(cartLines)
      .values(taken)
      .onConflictDoUpdate({ target: [cartLines.cartId, cartLines.variantId], set: { quantity: larger } });
  }
  return { items };
}

type CodeRow = Transaction['tables']['cartCodes']['$inferSelect'];

async function codesOf(tx: Transaction, cartId: string): Promise<CodeRow[]> {
  const { cartCodes: c } = tx.tables;
  return tx.select().from(c).where(eq(c.cartId, cartId)).orderBy(asc(c.addedAt), asc(c.code));
}

/** Adds a guest's codes after those of the cart, as many as it can hold. */
async function addCodes(tx: Transaction, cartId: string, codes: readonly CodeRow[]): Promise<void> {
  if (codes.length === 0) return;
  const own = new Set((await codesOf(tx, cartId)).map(({ code }) => code));
  const added = codes.filter(({ code }) => !own.has(code)).slice(0, maxCodes - own.size);
  if (added.length === 0) return;
  // A request of the account can add the same code at this moment.
  await tx
    .insert(tx.tables.cartCodes)
    .values(added.map((row) => ({ ...row, cartId })))
    .onConflictDoNothing();
}

function outcomeOf(before: number, requested: number, quantity: number): CartMerge['items'][number]['outcome'] {
  if (quantity === 0) return 'dropped';
  if (quantity === before) return 'kept';
  return quantity < requested ? 'clamped' : 'added';
}
