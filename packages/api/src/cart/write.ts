import { param, preparedInsert, preparedWrite, preparedWrites, type Transaction } from '@cartwright/db';
import { inArray, sql } from 'drizzle-orm';
import { hashSecret } from '../kernel/ids.ts';
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
  const { cartLines } = tx.tables;
  // A later plan for the same cart contains the earlier ones.
  const carts = [...new Map(accepted.map(({ plan: { cart } }) => [cart.id, cart])).values()];
  const expired = carts.filter(({ was }) => was === 'expired').map(({ id }) => id);
  if (expired.length > 0) await tx.delete(cartLines).where(inArray(cartLines.cartId, expired));

  const missing = carts.filter(({ was }) => was === 'missing');
  if (missing.length > 0) tx.defer(insertCarts(missing.map(toRow)));
  for (const kept of groupsByExpiry(carts.filter(({ was }) => was !== 'missing'))) tx.defer(kept);
  writeLines(tx, accepted);
  return accepted.map(({ call: { ctx }, plan: { cart } }) => ({
    cart: toCart(ctx.shop, cart, cart.lines),
    ...('newToken' in cart.owner && { token: cart.owner.newToken }),
  }));
}

const insertCarts = preparedInsert((tables) => tables.carts);

function toRow({ id, owner, expiresAt, usedAt }: PlannedCart) {
  const userId = 'userId' in owner ? owner.userId : null;
  const tokenHash = 'newToken' in owner ? hashSecret(owner.newToken) : null;
  return { id, userId, tokenHash, expiresAt, createdAt: usedAt, updatedAt: usedAt };
}

const keepOpen = preparedWrite('use of carts', (tx) => {
  const { carts } = tx.tables;
  return tx
    .update(carts)
    .set({ expiresAt: param(carts.expiresAt, 'expiresAt'), updatedAt: param(carts.updatedAt, 'usedAt') })
    .where(tx.isOneOf(carts.id, 'ids'));
});

/** One write for the carts with the same times, because guests' carts expire earlier than those of customers. */
function groupsByExpiry(carts: readonly PlannedCart[]) {
  const groups = new Map<string, { ids: string[]; expiresAt: Date; usedAt: Date }>();
  for (const { id, expiresAt, usedAt } of carts) {
    const name = `${expiresAt.getTime()} ${usedAt.getTime()}`;
    const group = groups.get(name) ?? { ids: [], expiresAt, usedAt };
    group.ids.push(id);
    groups.set(name, group);
  }
  return [...groups.values()].map((group) => keepOpen({ ...group }));
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
  const fields = [...rows.values()].flatMap((row, index) =>
    Object.entries(row).map(([field, value]) => [`${field}${index}`, value]),
  );
  tx.defer(upsertLines(rows.size, Object.fromEntries(fields)));
}

const upsertLines = preparedWrites('lines of carts', (tx, count) => {
  const { cartLines: l } = tx.tables;
  const rows = Array.from({ length: count }, (_, index) => ({
    cartId: param(l.cartId, `cartId${index}`),
    variantId: param(l.variantId, `variantId${index}`),
    quantity: param(l.quantity, `quantity${index}`),
    priceAtAdd: param(l.priceAtAdd, `priceAtAdd${index}`),
    addedAt: param(l.addedAt, `addedAt${index}`),
  }));
  return tx
    .insert(l)
    .values(rows)
    .onConflictDoUpdate({
      target: [l.cartId, l.variantId],
      set: {
        quantity: sql`excluded.quantity`,
        priceAtAdd: sql`excluded.price_at_add`,
        addedAt: sql`excluded.added_at`,
      },
    });
});
