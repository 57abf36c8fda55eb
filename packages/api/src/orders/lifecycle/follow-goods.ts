import type { Transaction } from '@cartwright/db';
import { and, eq } from 'drizzle-orm';
import { findOrder } from '../read/find-order.ts';
import type { OrderStatus } from '../schema.ts';
import { enterStatus } from './enter-status.ts';
import { statusByGoods } from './fulfillment.ts';
import type { MoveRequest } from './move-request.ts';
import { readMoveFacts } from './read-move-facts.ts';
import { transitions } from './transitions.ts';

/**
 * Gives an order, whose row is locked, the status that its goods lead to. Call it wherever goods leave, arrive, come
 * back or are cancelled. An order passes through `shipped`, so that each step is a row of the table of transitions.
 *
 * @returns the status after
 */
export async function followGoods(tx: Transaction, orderId: string, request: MoveRequest): Promise<OrderStatus> {
  const order = await findOrder(tx, orderId);
  const { isPaid, ...goods } = await readMoveFacts(tx, order);
  const to = statusByGoods(order.status, goods, isPaid);
  if (to === order.status) return to;
  const steps: OrderStatus[] = order.status === 'shipped' || to === 'shipped' ? [to] : ['shipped', to];
  let from = order.status;
  for (const step of steps) {
    const transition = transitions.find((move) => move.from === from && move.to === step);
    if (!transition) throw new Error(`The table has no move from ${from} to ${step}.`);
    const restock = to === 'cancelled' ? await areAllRestocked(tx, orderId) : undefined;
    await enterStatus(tx, order, transition, { ...request, restock });
    from = step;
  }
  return to;
}

async function areAllRestocked(tx: Transaction, orderId: string): Promise<boolean> {
  const { shipments } = tx.tables;
  return (await tx.$count(shipments, and(eq(shipments.orderId, orderId), eq(shipments.restocked, false)))) === 0;
}
