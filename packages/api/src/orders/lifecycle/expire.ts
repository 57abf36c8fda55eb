import type { Transaction } from '@cartwright/db';
import { jobActor } from '@cartwright/kernel/actor';
import { enqueue } from '@cartwright/kernel/jobs';
import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, eq, lte } from 'drizzle-orm';
import { recordEvents } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import { askAboutOrder, type Outlook } from '../payment/outlook.ts';
import { lockOrder } from '../read/find-order.ts';
import type { OrderRow } from '../read/to-order.ts';
import { moveOrder } from './move.ts';

const actor = jobActor(orderJobs.expireOrder);
const minute = 60_000;

/** How long before its expiry the providers are asked about an order, so that late news of money comes in time. */
const lookAhead = 2 * minute;
/** The longest time an order waits until the provider is asked again about money on its way. */
const longestStep = 24 * 60 * minute;
/** How often, and by how long each time, an order is postponed for a provider that does not answer. */
const postponement = { times: 6, by: 5 * minute };

/** The time of the job's first run, shortly before the order expires. */
export function firstLookAt(expiresAt: Date): Date {
  return new Date(expiresAt.getTime() - lookAhead);
}

/**
 * Cancels an order that was not paid in time. Asks the providers two minutes before and at the end. Captured money
 * confirms the order, money on its way postpones it, and so does a silent provider, a few times.
 */
export async function expireOrder(shop: Shop, orderId: string): Promise<void> {
  for (;;) {
    const expiresAt = await findExpiry(shop, orderId);
    if (!expiresAt) return;
    const left = expiresAt.getTime() - shop.clock.now().getTime();
    // The order was postponed since, and another job waits for its new end.
    if (left > lookAhead) return;
    const isOver = left <= 0;
    const outlook = await askAboutOrder(shop, orderId, { isOver, actor });
    if (isOver) {
      if (await settleExpiry(shop, orderId, outlook)) return;
    } else {
      return shop.db.transact(async (tx) => askForExpiry(tx, orderId, expiresAt));
    }
  }
}

async function findExpiry({ db }: Shop, orderId: string): Promise<Date | null | undefined> {
  const { orders } = db.tables;
  const isPending = and(eq(orders.id, orderId), eq(orders.status, 'pending'));
  const [order] = await db.read.select({ expiresAt: orders.expiresAt }).from(orders).where(isPending);
  return order?.expiresAt;
}

/** The key keeps one job per order, however often its end moves. */
function askForExpiry(tx: Transaction, orderId: string, runAt: Date): void {
  enqueue(tx, orderJobs.expireOrder, { orderId }, { runAt, key: `expire:${orderId}` });
}

/** @returns false when a payment began while the providers were asked, so that they must be asked again */
async function settleExpiry(shop: Shop, orderId: string, outlook: Outlook): Promise<boolean> {
  return shop.db.transact(async (tx) => {
    const { payments } = tx.tables;
    const at = shop.clock.now();
    const order = await lockOrder(tx, orderId);
    if (order.status !== 'pending' || !order.expiresAt || order.expiresAt > at) return true;
    const open = await tx
      .select({ id: payments.id })
      .from(payments)
      .where(and(eq(payments.orderId, orderId), eq(payments.status, 'created')));
    if (!open.every(({ id }) => outlook.asked.has(id))) return false;

    if (outlook.waitUntil && outlook.waitUntil > at) {
      const until = new Date(Math.min(outlook.waitUntil.getTime(), at.getTime() + longestStep));
      await postpone(tx, order, { until, at, reason: 'payment_pending' });
    } else if (outlook.isInDoubt && order.expiryPostponed < postponement.times) {
      const until = new Date(at.getTime() + postponement.by);
      await postpone(tx, order, { until, at, reason: 'no_answer' });
    } else {
      const reason = 'It was not paid in time.';
      await moveOrder(tx, orderId, 'cancelled', { by: 'system', actor, at, reason });
    }
    return true;
  });
}

async function postpone(
  tx: Transaction,
  { id: orderId, expiryPostponed }: OrderRow,
  { until, at, reason }: { until: Date; at: Date; reason: 'payment_pending' | 'no_answer' },
): Promise<void> {
  const { orders } = tx.tables;
  const counted = expiryPostponed + (reason === 'no_answer' ? 1 : 0);
  await tx.update(orders).set({ expiresAt: until, expiryPostponed: counted }).where(eq(orders.id, orderId));
  const data = { reason, until: until.toISOString() };
  await recordEvents(tx, { orderId, type: 'expiry_postponed', actor, data, createdAt: at });
  askForExpiry(tx, orderId, firstLookAt(until));
}

const batch = 500;
/** If a hanging provider uses up this run, the next run continues with the rest. */
const longestRun = 50_000;

/** Settles every overdue order, in case its own job was lost. */
export async function expireOverdueOrders(shop: Shop): Promise<void> {
  const { orders } = shop.db.tables;
  const started = performance.now();
  for (;;) {
    const overdue = await shop.db.read
      .select({ id: orders.id })
      .from(orders)
      .where(and(eq(orders.status, 'pending'), lte(orders.expiresAt, shop.clock.now())))
      .orderBy(asc(orders.expiresAt))
      .limit(batch);
    for (const { id } of overdue) {
      if (performance.now() - started > longestRun) return;
      await expireOrder(shop, id);
    }
    if (overdue.length < batch) return;
  }
}
