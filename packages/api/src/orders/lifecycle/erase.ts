import type { Transaction } from '@cartwright/db';
import { enqueue } from '@cartwright/kernel/jobs';
import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, eq, isNotNull, lt, type SQL } from 'drizzle-orm';
import { areMailsSent } from '../email/mails-sent.ts';
import { orderJobs } from '../jobs.ts';
import { isClosed } from './closed.ts';
import { emptyOrders } from './empty.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const batch = 500;

/**
 * Queues the erasure of the customer of a closed order, if the customer's account is gone. Call it wherever an order
 * may become closed.
 */
export async function eraseIfClosed(tx: Transaction, orderId: string): Promise<void> {
  const { orders } = tx.tables;
  const [order] = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.id, orderId), isDue(tx)));
  if (order) enqueue(tx, orderJobs.eraseOrder, { orderId });
}

/** Erases the customer of a closed order. Waits up to a day for the e-mails about the order's end. */
export async function eraseOrder(shop: Shop, orderId: string): Promise<void> {
  const { db, clock } = shop;
  const now = clock.now().getTime();
  if (!(await areMailsSent(db.read, orderId, new Date(now - day)))) {
    await db.transact(async (tx) => {
      enqueue(tx, orderJobs.eraseOrder, { orderId }, { runAt: new Date(now + 5 * minute) });
    });
    return;
  }
  await db.transact(async (tx) => {
    const { orders } = tx.tables;
    // A refund that is being requested opens the order again.
    await tx.lock(orders, eq(orders.id, orderId), { id: orders.id });
    await emptyOrders(tx, and(eq(orders.id, orderId), isDue(tx)));
  });
}

/** Erases the customers of all orders that closed a day ago, in case the job of an order was lost. */
export async function eraseClosedOrders(shop: Shop): Promise<void> {
  const { db, clock } = shop;
  const { orders } = db.tables;
  const now = clock.now();
  for (;;) {
    const due = await db.read
      .select({ id: orders.id })
      .from(orders)
      .where(and(isDue(db.read), lt(orders.updatedAt, new Date(now.getTime() - day))))
      .orderBy(asc(orders.erasureAskedAt))
      .limit(batch);
    for (const { id } of due) await eraseOrder(shop, id);
    if (due.length < batch) return;
  }
}

function isDue(read: Parameters<typeof isClosed>[0]): SQL | undefined {
  return and(isNotNull(read.tables.orders.erasureAskedAt), isClosed(read));
}
