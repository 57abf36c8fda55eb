import { preparedWrite, type Transaction } from '@cartwright/db';

const emptied = preparedWrite('emptied carts', (tx) => {
  const { cartLines } = tx.tables;
  return tx.delete(cartLines).where(tx.isOneOf(cartLines.cartId, 'ids'));
});

/** Empties carts that this transaction has locked, with a deferred write. */
export function emptyCarts(tx: Transaction, ids: readonly string[]): void {
  if (ids.length > 0) tx.defer(emptied({ ids }));
}
