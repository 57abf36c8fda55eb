import { sql } from 'drizzle-orm';
import type { Vocabulary } from '../vocabulary/postgres.ts';
import type { AuthTables } from './auth.ts';
import type { ProductsTables } from './products.ts';

export function defineCartTables(v: Vocabulary, { users, variants }: AuthTables & ProductsTables) {
  /** A cart belongs to a user, or to the bearer of its token. */
  const carts = v.table(
    'carts',
    {
      id: v.id('id').primaryKey(),
      userId: v.id('user_id').references(() => users.id, { onDelete: 'cascade' }),
      tokenHash: v.text('token_hash'),
      expiresAt: v.timestamp('expires_at').notNull(),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v.uniqueIndex('carts_user_unique').on(t.userId),
      v.uniqueIndex('carts_token_hash_unique').on(t.tokenHash),
      v.index('carts_expires_at').on(t.expiresAt),
      v.check('carts_owner', sql`(${t.userId} is null) <> (${t.tokenHash} is null)`),
    ],
  );

  const cartLines = v.table(
    'cart_lines',
    {
      cartId: v
        .id('cart_id')
        .notNull()
        .references(() => carts.id, { onDelete: 'cascade' }),
      variantId: v
        .id('variant_id')
        .notNull()
        .references(() => variants.id),
      quantity: v.integer('quantity').notNull(),
      /** The price that was shown when the line was added. */
      priceAtAdd: v.money('price_at_add').notNull(),
      addedAt: v.timestamp('added_at').notNull(),
    },
    (t) => [
      v.primaryKey({ name: 'cart_lines_pk', columns: [t.cartId, t.variantId] }),
      v.check('cart_lines_quantity', sql`${t.quantity} > 0`),
    ],
  );

  /** The codes that a customer entered. A code stays while it does not apply, and need not exist any more. */
  const cartCodes = v.table(
    'cart_codes',
    {
      cartId: v
        .id('cart_id')
        .notNull()
        .references(() => carts.id, { onDelete: 'cascade' }),
      code: v.text('code').notNull(),
      addedAt: v.timestamp('added_at').notNull(),
    },
    (t) => [v.primaryKey({ name: 'cart_codes_pk', columns: [t.cartId, t.code] })],
  );

  return { carts, cartLines, cartCodes };
}
