import { insertedRowsOf, listOf, prepared, preparedInsert, type Transaction } from '@cartwright/db';
import { hashSecret } from '@cartwright/kernel/ids';
import { inArray, sql } from 'drizzle-orm';
import type { AcceptedAdd, PlannedCart } from './decide.ts';
import { toCart } from './get.ts';
import type { Cart } from './schema.ts';

export interface Added {
  readonly cart: Cart;
  /** The token of a guest's new cart. */
  readonly token?: string;
}

/** Writes carts and their changed lines with deferred writes. The results are built in memory. */
export async function writeCarts(tx: Transaction, accepted: readonly AcceptedAdd[]): Promise<Added[]> {
  const { cartCodes, cartLines } = tx.tables;
  // A later plan for the same cart contains the earlier ones.
  const carts = [...new Map(accepted.map(({ plan: { cart } }) => [cart.id, cart])).values()];
  const expired = carts.filter(({ was }) => was === 'expired').map(({ id }) => id);
  if (expired.length > 0) {
    await tx.delete(cartLines).where(inArray(cartLines.cartId, expired));
    await tx.delete(cartCodes).where(inArray(cartCodes.cartId, expired));
  }

  const missing = carts.filter(({ was }) => was === 'missing');
  if (missing.length > 0) tx.defer(insertCarts(missing.map(toRow)));
  for (const kept of groupsByExpiry(carts.filter(({ was }) => was !== 'missing'))) tx.defer(kept);
  writeLines(tx, accepted);
  return accepted.map(({ call: { ctx }, plan: { cart, priced } }) => ({
    cart: toCart(ctx.shop, cart, cart.lines, priced),
    ...('newToken' in cart.owner && { token: cart.owner.newToken }),
  }));
}

const insertCarts = preparedInsert((tables) => tables.carts);

function toRow({ id, owner, expiresAt, usedAt }: PlannedCart) {
  const userId = 'userId' in owner ? owner.userId : null;
  const tokenHash = 'newToken' in owner ? hashSecret(owner.newToken) : null;
  return { id, userId, tokenHash, expiresAt, createdAt: usedAt, updatedAt: usedAt };
}

const keepOpen = prepared(
  'use of carts',
  ({ carts: { id, expiresAt, updatedAt } }) => ({ ids: listOf(id), expiresAt, usedAt: updatedAt }),
  (tx: Transaction, { ids, expiresAt, usedAt }) => {
    const { carts } = tx.tables;
    return tx.update(carts).set({ expiresAt, updatedAt: usedAt }).where(tx.isOneOf(carts.id, ids));
  },
);

/** One write for the carts with the same times, because guests' carts expire earlier than those of customers. */
function groupsByExpiry(carts: readonly PlannedCart[]) {
  const groups = new Map<string, { ids: string[]; expiresAt: Date; usedAt: Date }>();
  for (const { id, expiresAt, usedAt } of carts) {
    const name = `${expiresAt.getTime()} ${usedAt.getTime()}`;
    const group = groups.get(name) ?? { ids: [], expiresAt, usedAt };
    group.ids.push(id);
    groups.set(name, group);
  }
  return [...groups.values()].map((group) => keepOpen(group));
}

/** Writes each line that changed once, as its last plan has it. */
function writeLines(tx: Transaction, accepted: readonly AcceptedAdd[]): void {
  const rows = new Map(
    accepted.map(({ plan: { cart, line } }) => {
      const { variant, quantity, priceAtAdd, addedAt } = line;
      return [
        `${cart.id} ${variant.variantId}`,
        { cartId: cart.id, variantId: variant.variantId, quantity, priceAtAdd, addedAt },
      ];
    }),
  );
  tx.defer(upsertLines({ rows: [...rows.values()] }));
}

const upsertLines = prepared(
  'lines of carts',
  ({ cartLines: { cartId, variantId, quantity, priceAtAdd, addedAt } }) => ({
    rows: insertedRowsOf({ cartId, variantId, quantity, priceAtAdd, addedAt }),
  }),
  (tx: Transaction, { rows }) => {
    const { cartLines: l } = tx.tables;
    return tx
      .insert(l)
      .select(tx.insertedRows(l, rows))
      .onConflictDoUpdate({
        target: [l.cartId, l.variantId],
        set: {
          quantity: sql`excluded.quantity`,
          priceAtAdd: sql`excluded.price_at_add`,
          addedAt: sql`excluded.added_at`,
        },
      });
  },
);
