import { derive } from '@cartwright/kernel/derive';
import { emailKey } from '@cartwright/kernel/fields';
import { sameSecret } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { erasedEmail } from './lifecycle/empty.ts';
import type { OrderRow } from './read/to-order.ts';

const year = 365 * 24 * 60 * 60 * 1_000;

type TokenFacts = Pick<OrderRow, 'id' | 'email' | 'guestNetwork' | 'createdAt'>;

/**
 * The token that opens a guest's order for its holder. It is derived from the order's address too, so that a corrected
 * address and an erasure end the tokens that were given out before.
 *
 * @returns undefined for an order of an account, after a year, and after the erasure of the customer
 */
export function orderTokenOf(shop: Shop, { id, email, guestNetwork, createdAt }: TokenFacts): string | undefined {
  const isOver = createdAt.getTime() + year <= shop.clock.now().getTime();
  if (guestNetwork === null || email === erasedEmail || isOver) return undefined;
  return derive(shop, 'order token', `${id} ${emailKey(email)}`).toString('base64url');
}

/** Whether a token opens an order. Compares in constant time. */
export function opensOrder(shop: Shop, token: string | undefined, order: TokenFacts): boolean {
  const expected = orderTokenOf(shop, order);
  return token !== undefined && expected !== undefined && sameSecret(token, expected);
}
