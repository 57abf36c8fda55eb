import { listOf, prepared, type Transaction } from '@cartwright/db';
import type { LockedCart } from './lock-and-read.ts';

const emptied = prepared(
  'emptied carts',
  ({ cartLines }) => ({ ids: listOf(cartLines.cartId) }),
  (tx: Transaction, { ids }) => {
    const { cartLines } = tx.tables;
    return tx.delete(cartLines).where(tx.isOneOf(cartLines.cartId, ids));
  },
);

const withoutCodes = prepared(
  'carts without codes',
  ({ cartCodes }) => ({ ids: listOf(cartCodes.cartId) }),
  (tx: Transaction, { ids }) => {
    const { cartCodes } = tx.tables;
    return tx.delete(cartCodes).where(tx.isOneOf(cartCodes.cartId, ids));
  },
);

/** Empties carts that this transaction has locked, with deferred writes. */
export function emptyCarts(tx: Transaction, carts: readonly LockedCart[]): void {
  const withCodes = carts.filter(({ codes }) => codes.length > 0);
  if (carts.length > 0) tx.defer(emptied({ ids: carts.map(({ id }) => id) }));
  if (withCodes.length > 0) tx.defer(withoutCodes({ ids: withCodes.map(({ id }) => id) }));
}
