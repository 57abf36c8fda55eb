import type { Reader, Transaction } from '@cartwright/db';
import { eq, type SQL, sql } from 'drizzle-orm';

/** The most codes that a cart or an order has. */
export const maxCodes = 10;

/**
 * Selects the codes of carts as one text, for a column of another query, so that a cart without codes costs no statement
 * of its own. Ids and codes contain neither a space nor a comma.
 */
export function codesOfCarts({ tables: { cartCodes, carts } }: Reader | Transaction, which: SQL | undefined): SQL {
  if (!which) return sql`cast(null as text)`;
  return sql`(
    select string_agg(cast(${cartCodes.cartId} as text) || ' ' || ${cartCodes.code}, ','
      order by ${cartCodes.addedAt}, ${cartCodes.code})
    from ${cartCodes} inner join ${carts} on ${eq(carts.id, cartCodes.cartId)} where ${which})`;
}

/** The codes of each cart in a text of `codesOfCarts`. */
export function codesByCart(text: string | null): ReadonlyMap<string, readonly string[]> {
  const codes = new Map<string, string[]>();
  for (const entry of text?.split(',') ?? []) {
    const [cartId = '', code = ''] = entry.split(' ');
    codes.set(cartId, [...(codes.get(cartId) ?? []), code]);
  }
  return codes;
}
