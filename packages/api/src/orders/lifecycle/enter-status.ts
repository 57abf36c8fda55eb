import type { Transaction } from '@cartwright/db';
import { returnBalances } from '@cartwright/kernel/balances/change';
import { enqueue } from '@cartwright/kernel/jobs';
import { eq } from 'drizzle-orm';
import { actorOfEvent } from '../events/facts.ts';
import { recordEvents } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import { settlePayments } from '../payment/settle-payments.ts';
import { readLines } from '../read/priced-rows.ts';
import type { OrderRow } from '../read/to-order.ts';
import { moveStockBack } from './change-lines.ts';
import { eraseIfClosed } from './erase.ts';
import { leftOf } from './goods.ts';
import type { MoveRequest } from './move-request.ts';
import type { Transition } from './transitions.ts';

/** Gives an order the next status, with the effects of the move that are not about shipments. */
export async function enterStatus(
  tx: Transaction,
  { id: orderId }: OrderRow,
  { to, goods, payment, mail }: Transition,
  request: MoveRequest,
): Promise<void> {
  const { orders } = tx.tables;
  const { reason, at, restock } = request;
  const cancelled = to === 'cancelled' && reason !== undefined && { cancelReason: reason };
  await tx
    .update(orders)
    .set({ status: to, updatedAt: at, ...cancelled })
    .where(eq(orders.id, orderId));
  const event = { orderId, actor: actorOfEvent(request), createdAt: at };
  if (to === 'cancelled') {
    const data = { by: sides[request.by], ...(goods === 'take back' && { restock: restock ?? false }) };
    await recordEvents(tx, { ...event, type: to, data });
  } else if (to === 'confirmed' || to === 'processing') {
    await recordEvents(tx, { ...event, type: to, data: {} });
  }
  if (goods === 'release') await release(tx, orderId, request);
  if (to === 'cancelled') await returnBalances(tx, orderId, { actor: request.actor, at, reason: 'returned' });
  await settlePayments(tx, orderId, payment, request);
  if (to === 'delivered' || to === 'cancelled') await eraseIfClosed(tx, orderId);
  if (mail) enqueue(tx, orderJobs.sendOrderMail, { orderId, template: mail });
}

/** The side that a cancellation names. The shop itself cancels only what expires. */
const sides = { customer: 'customer', admin: 'store', system: 'expiry' } as const;

/** Gives up what is left to ship. */
async function release(tx: Transaction, orderId: string, request: MoveRequest): Promise<void> {
  const lines = (await readLines(tx, [orderId]))
    .map((row) => ({ row, quantity: leftOf(row) }))
    .filter(({ quantity }) => quantity > 0);
  await moveStockBack(tx, orderId, lines, 'released', request);
}
