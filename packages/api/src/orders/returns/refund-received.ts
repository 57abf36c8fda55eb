import type { Transaction } from '@cartwright/db';
import type { Shop } from '@cartwright/kernel/shop';
import type { LineQuantity } from '../lifecycle/change-lines.ts';
import { leftOf, outOf } from '../lifecycle/goods.ts';
import type { MoveRequest } from '../lifecycle/move-request.ts';
import { readLines } from '../read/priced-rows.ts';
import type { OrderRow } from '../read/to-order.ts';
import { requestRefund } from '../refund/refund.ts';
import { draftRefund } from '../refund/refund-plan.ts';
import type { ReturnWithLines } from './read.ts';
import type { ReceiveReturnInput } from './schema.ts';
import { standardShipping } from './withdrawal.ts';

interface Receipt {
  readonly order: OrderRow;
  readonly found: ReturnWithLines;
  /** The goods, which the lines of the order count as returned already. */
  readonly lines: readonly LineQuantity[];
  readonly input: ReceiveReturnInput;
  readonly request: MoveRequest;
}

/**
 * Refunds goods that have just come back. A quantity of a line that was refunded without coming back counts first, so
 * that its price does not go back twice.
 *
 * @returns the minor units of the refund; 0 if everything was refunded before
 * @throws VALIDATION the fee is not less than the price
 */
export async function refundReceived(
  shop: Shop,
  tx: Transaction,
  { order, found, lines, input, request }: Receipt,
): Promise<number> {
  const quantities = new Map(lines.map(({ row, quantity }) => [row.position, quantity]));
  const { fee = 0 } = input;
  const plan = await draftRefund(tx, order, {
    fee,
    shipping: await shippingOf(shop, tx, order, found, input),
    quantityOf({ position, quantity, cancelledQuantity, returnedQuantity }, left) {
      const refundedBefore = quantity - left;
      const due = cancelledQuantity + returnedQuantity - refundedBefore;
      return Math.max(0, Math.min(quantities.get(position) ?? 0, due, left));
    },
  });
  if (plan.amount === 0) return 0;
  const { actor, at, by } = request;
  await requestRefund(tx, { orderId: order.id, ...plan, returnId: found.id, reason: null, actor, at, by });
  return plan.amount;
}

async function shippingOf(
  shop: Shop,
  tx: Transaction,
  order: OrderRow,
  { kind }: ReturnWithLines,
  { shipping }: ReceiveReturnInput,
): Promise<number> {
  if (shipping !== undefined) return shipping ? Number.MAX_SAFE_INTEGER : 0;
  if (kind !== 'withdrawal') return 0;
  const rows = await readLines(tx, [order.id]);
  const isFull = rows.every((row) => outOf(row) === 0 && leftOf(row) === 0);
  return isFull ? standardShipping(shop, tx, order) : 0;
}
