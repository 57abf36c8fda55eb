import { preparedInsert, type Transaction } from '@cartwright/db';
import { actorOfOwner } from '@cartwright/kernel/actor';
import { changeLockedBalances } from '@cartwright/kernel/balances/locked';
import { enqueue } from '@cartwright/kernel/jobs';
import { withOrigin } from '@cartwright/kernel/origin';
import { emptyCarts } from '../../cart/index.ts';
import { reserveLocked } from '../../products/index.ts';
import { recordEventsAtEnd } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import { firstLookAt } from '../lifecycle/expire.ts';
import { orderTokenOf } from '../order-token.ts';
import { startPayment } from '../payment/start-payment.ts';
import { type OrderRow, toOrder } from '../read/to-order.ts';
import type { PlacedOrder } from '../schema.ts';
import type { AcceptedOrder } from './plan.ts';
import { toAdjustmentRow, toLineRow, toOrderRow } from './rows.ts';

const insertOrders = preparedInsert((tables) => tables.orders);
const insertLines = preparedInsert((tables) => tables.orderLines);
const insertAdjustments = preparedInsert((tables) => tables.orderAdjustments);
const insertPayments = preparedInsert((tables) => tables.payments);

/** Writes orders with deferred writes. The results are built from the rows in memory, so nothing is read back. */
export async function writeOrders(tx: Transaction, accepted: readonly AcceptedOrder[]): Promise<PlacedOrder[]> {
  const orders = accepted.map((one) => withOrigin(one.call.origin, () => beginOrder(tx, one)));
  // The order comes after its rows, because the database compares its amounts with their sums.
  tx.defer(insertLines(orders.flatMap(({ lines }) => lines)));
  const adjustments = orders.flatMap((order) => order.adjustments);
  if (adjustments.length > 0) tx.defer(insertAdjustments(adjustments));
  tx.defer(insertOrders(orders.map(({ row }) => row)));
  recordEventsAtEnd(tx, ...orders.flatMap(({ events }) => events));
  tx.defer(insertPayments(orders.map(({ payment }) => payment)));
  emptyCarts(
    tx,
    accepted.flatMap(({ plan }) => plan.cart ?? []),
  );
  changeLockedBalances(
    tx,
    orders.flatMap((order) => order.taken),
  );
  await reserveLocked(
    tx,
    orders.flatMap(({ reservations }) => reservations),
  );
  return orders.map(({ ctx, row, lines, adjustments, events, payment }) => {
    const parts = { lines, adjustments, events, payments: [payment], shipments: [], returns: [] };
    const orderToken = orderTokenOf(ctx.shop, row);
    return { ...toOrder(ctx.shop, row, parts, 'customer'), ...(orderToken !== undefined && { orderToken }) };
  });
}

/** Makes the rows of an order, and asks for its jobs. */
function beginOrder(tx: Transaction, accepted: AcceptedOrder) {
  const { ctx, input } = accepted.call;
  const at = ctx.shop.clock.now();
  const row = toOrderRow(accepted, at);
  const orderId = row.id;
  const { lines, priced } = accepted.plan.draft;
  const types = row.status === 'confirmed' ? (['placed', 'confirmed'] as const) : (['placed'] as const);
  const payment = startPayment(tx, { orderId, amount: row.total, payment: input.payment, at });
  askForJobs(tx, row);
  return {
    ctx,
    row,
    lines: lines.map((line, position) => toLineRow(line, orderId, position)),
    adjustments: priced.adjustments.map((one, position) => toAdjustmentRow(one, orderId, position)),
    events: types.map((type) => ({ orderId, type, actor: 'customer' as const, data: {}, createdAt: at })),
    payment,
    taken: accepted.plan.taken.map((one) => ({ ...one, reason: 'used', actor: actorOfOwner(ctx), at, orderId })),
    reservations: lines.map((line) => ({ ...line, orderId, actor: actorOfOwner(ctx), at })),
  };
}

function askForJobs(tx: Transaction, { id: orderId, status, expiresAt, guestNetwork }: OrderRow): void {
  const template = status === 'confirmed' ? 'order-paid' : 'order-received';
  enqueue(tx, orderJobs.sendOrderMail, { orderId, template });
  if (guestNetwork !== null) enqueue(tx, orderJobs.moveOrderToAccount, { orderId });
  if (expiresAt) enqueue(tx, orderJobs.expireOrder, { orderId }, { runAt: firstLookAt(expiresAt) });
}
