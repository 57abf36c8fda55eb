import type { Transaction } from '@cartwright/db';
import { proportionOf } from '@cartwright/kernel/money';
import { readAdjustments, readLines, toAdjustment } from '../read/priced-rows.ts';
import type { OrderRow } from '../read/to-order.ts';
import { paidLines } from '../refund/refund-amount.ts';

/**
 * The money that an unpaid order brings in: its total without the price of the quantities that were cancelled or came
 * back.
 */
export async function owedFor(tx: Transaction, { id, total }: Pick<OrderRow, 'id' | 'total'>): Promise<number> {
  const rows = await readLines(tx, [id]);
  const adjustments = (await readAdjustments(tx, [id])).map(toAdjustment);
  return paidLines(rows, adjustments).reduce((owed, { paid, quantity }, index) => {
    const { cancelledQuantity = 0, returnedQuantity = 0 } = rows[index] ?? {};
    return owed - proportionOf(paid, cancelledQuantity + returnedQuantity, quantity);
  }, total);
}
