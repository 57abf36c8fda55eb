import type { Reader } from '@cartwright/db';
import { asc, eq, inArray } from 'drizzle-orm';
import type { UserContext } from '../kernel/context.ts';
import { kernelFailures } from '../kernel/failures.ts';
import { ledgerOfOrder } from '../products/index.ts';
import type { AdminOrder } from './admin-schema.ts';
import { whichOrder } from './get.ts';
import { completeOrders } from './read.ts';

const mostJobs = 100;

/**
 * One order with everything that belongs to it: what was paid and given back, what it did to stock, which mails went
 * out, and which jobs are still to be done about it, or have failed.
 *
 * @throws NOT_FOUND
 */
export async function getOrderForAdmin(
  { shop }: UserContext,
  { idOrNumber }: { idOrNumber: string },
): Promise<AdminOrder> {
  const { read, queue } = shop.db;
  const { orders } = read.tables;
  const rows = await read.select().from(orders).where(whichOrder(read.tables, idOrNumber));
  const [order] = await completeOrders(shop, read, rows, 'admin');
  const [row] = rows;
  if (!order || !row) throw kernelFailures.NOT_FOUND({});

  const payments = await paymentsOf(read, order.id);
  const refunds = await refundsOf(read, order.id);
  const subjects = [order.id, ...refunds.map(({ id }) => id)];
  const jobs = await queue.list({ about: [...subjects, ...payments.map(({ id }) => id)], limit: mostJobs });
  return {
    ...order,
    customer: { id: row.userId, email: row.email, name: row.customerName },
    payments,
    refunds,
    ledger: await ledgerOfOrder(read, order.id),
    mails: await mailsAbout(read, order.id, subjects),
    jobs: jobs.map(({ payload: _, key: _key, ...job }) => job),
  };
}

/** Neither the token nor what the customer's client must do: these can pay. */
function paymentsOf(read: Reader, orderId: string): Promise<AdminOrder['payments']> {
  const { payments: p } = read.tables;
  return read
    .select({
      id: p.id,
      provider: p.provider,
      status: p.status,
      amount: p.amount,
      captured: p.captured,
      refunded: p.refunded,
      reference: p.reference,
      failure: p.failure,
      createdAt: p.createdAt,
      updatedAt: p.updatedAt,
    })
    .from(p)
    .where(eq(p.orderId, orderId))
    .orderBy(asc(p.id))
    .then((rows) => rows);
}

function refundsOf(read: Reader, orderId: string): Promise<AdminOrder['refunds']> {
  const { refunds: r } = read.tables;
  return read
    .select({
      id: r.id,
      paymentId: r.paymentId,
      amount: r.amount,
      status: r.status,
      reason: r.reason,
      reference: r.reference,
      failure: r.failure,
      actor: r.actor,
      createdAt: r.createdAt,
      updatedAt: r.updatedAt,
    })
    .from(r)
    .where(eq(r.orderId, orderId))
    .orderBy(asc(r.id))
    .then((rows) => rows);
}

async function mailsAbout(read: Reader, orderId: string, subjects: readonly string[]): Promise<AdminOrder['mails']> {
  const { mailDeliveries } = read.tables;
  const rows = await read
    .select()
    .from(mailDeliveries)
    .where(inArray(mailDeliveries.subjectId, [...subjects]))
    .orderBy(asc(mailDeliveries.sentAt), asc(mailDeliveries.template));
  return rows.map(({ subjectId, template, sentAt }) => {
    return { template, refundId: subjectId === orderId ? null : subjectId, sentAt };
  });
}
