import { listOf, prepared, type Transaction } from '@cartwright/db';

const emptied = prepared(
  'emptied carts',
  ({ cartLines }) => ({ ids: listOf(cartLines.cartId) }),
  (tx: Transaction, { ids }) => {
    const { cartLines } = tx.tables;
    return tx.delete(cartLines).where(tx.isOneOf(cartLines.cartId, ids));
  },
);

/** Empties carts that this transaction has locked, with a deferred write. */
export function emptyCarts(tx: Transaction, ids: readonly string[]): void {
  if (ids.length > 0) tx.defer(emptied({ ids }));
}
