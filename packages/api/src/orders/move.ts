import type { Transaction } from '@cartwright/db';
import { and, eq } from 'drizzle-orm';
import { enqueue } from '../kernel/jobs.ts';
import { orderJobs } from './jobs.ts';
import { transitions } from './transitions.ts';

type Move = (typeof transitions)[number];

/**
 * Moves an order from one status to the next if it is still where the move begins, with the event and the mail that
 * belong to it.
 *
 * @returns whether it moved; false when somebody else was faster
 */
export async function moveOrder(
  tx: Transaction,
  orderId: string,
  move: `${Move['from']} → ${Move['to']}`,
  { actor, at, data = {} }: { actor: string; at: Date; data?: Record<string, unknown> },
): Promise<boolean> {
  const { orders, orderEvents } = tx.tables;
  const transition = transitions.find(({ from, to }) => `${from} → ${to}` === move);
  if (!transition) throw new Error(`There is no move ${move}.`);
  const moved = await tx
    .update(orders)
    .set({ status: transition.to, updatedAt: at })
    .where(and(eq(orders.id, orderId), eq(orders.status, transition.from)))
    .returning({ id: orders.id });
  if (moved.length === 0) return false;
  await tx.insert(orderEvents).values({ orderId, type: transition.event, actor, data, createdAt: at });
  enqueue(tx, orderJobs.sendOrderMail, { orderId, template: transition.mail });
  return true;
}
