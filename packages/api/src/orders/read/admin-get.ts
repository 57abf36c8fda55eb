import type { Reader } from '@cartwright/db';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { desc, eq, inArray } from 'drizzle-orm';
import { ledgerOfOrder } from '../../products/index.ts';
import { type AdminOrder, mostLedgerRows, mostParts } from '../admin-schema.ts';
import { readRefunds, type StoredRefund } from '../refund/read-refunds.ts';
import { addTaxes, type Tax } from '../refund/refund-amount.ts';
import type { Order } from '../schema.ts';
import { whichOrder } from './get.ts';
import { completeOrders } from './read.ts';

/**
 * Reads one order with its payments, refunds, ledger, sent e-mails, and the jobs that wait, run or have failed.
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
  const refunds = await readRefunds(read, order.id, { newest: mostParts });
  const attempts = refunds.flatMap((refund) => refund.attempts);
  const shipmentIds = order.shipments.map(({ id }) => id);
  const returnOf = await returnsBySubject(read, order);
  const subjects = [order.id, ...returnOf.keys(), ...shipmentIds, ...attempts.map(({ id }) => id)];
  const jobs = await queue.list({ about: [...subjects, ...payments.map(({ id }) => id)], limit: mostParts });
  return {
    ...order,
    customer: { id: row.userId, email: row.email, name: row.customerName },
    payments,
    refunds: refunds.map((refund) => toRefund(refund, order)),
    ledger: await ledgerOfOrder(read, order.id, mostLedgerRows),
    mails: await mailsAbout(read, subjects, (id) => ({
      refundId: attempts.find((attempt) => attempt.id === id)?.requestId ?? null,
      shipmentId: shipmentIds.includes(id) ? id : null,
      returnId: returnOf.get(id) ?? null,
    })),
    jobs: jobs.map(({ payload: _, key: _key, ...job }) => job),
  };
}

/** The returns of an order by their own ids and by those of their receipts. */
async function returnsBySubject(read: Reader, { returns }: Order): Promise<Map<string, string>> {
  const { returnReceipts: r } = read.tables;
  const ids = returns.map(({ id }) => id);
  const receipts =
    ids.length === 0
      ? []
      : await read.select({ id: r.id, returnId: r.returnId }).from(r).where(inArray(r.returnId, ids));
  return new Map([
    ...ids.map((id) => [id, id] as const),
    ...receipts.map(({ id, returnId }) => [id, returnId] as const),
  ]);
}

/** Leaves out the token and the client's action, because both can pay. */
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
    .orderBy(desc(p.id))
    .limit(mostParts)
    .then((rows) => rows.reverse());
}

/** A refund as admins see it: the requested amount and lines, and the result at each payment. */
function toRefund({ request, attempts, lines, taxes }: StoredRefund, order: Order): AdminOrder['refunds'][number] {
  const { id, returnId, amount, shipping, reason, actor, createdAt } = request;
  const updatedAt = new Date(Math.max(...attempts.map((attempt) => attempt.updatedAt.getTime())));
  return {
    id,
    returnId,
    amount,
    shipping,
    reason,
    actor,
    createdAt,
    updatedAt,
    status: statusOf(attempts),
    taxes: [...taxes, ...lines.flatMap((line) => line.taxes)].reduce<Tax[]>((sums, tax) => addTaxes(sums, [tax]), []),
    lines: lines.map(({ position, quantity, amount: ofLine, fee, taxes: ofRates }) => ({
      position,
      quantity,
      amount: ofLine,
      fee,
      taxes: [...ofRates],
      variantId: order.items[position]?.variantId ?? '',
    })),
    attempts: attempts.map(({ requestId: _, orderId: _order, ...attempt }) => attempt),
  };
}

function statusOf(attempts: StoredRefund['attempts']): AdminOrder['refunds'][number]['status'] {
  const statuses = new Set(attempts.map(({ status }) => status));
  if (statuses.has('created')) return 'created';
  if (statuses.size > 1) return 'partially_failed';
  return statuses.has('failed') ? 'failed' : 'succeeded';
}

async function mailsAbout(
  read: Reader,
  subjects: readonly string[],
  about: (subjectId: string) => Pick<AdminOrder['mails'][number], 'refundId' | 'shipmentId' | 'returnId'>,
): Promise<AdminOrder['mails']> {
  const { mailDeliveries } = read.tables;
  const rows = await read
    .select()
    .from(mailDeliveries)
    .where(inArray(mailDeliveries.subjectId, [...subjects]))
    .orderBy(desc(mailDeliveries.sentAt), desc(mailDeliveries.template))
    .limit(mostParts);
  return rows.reverse().map(({ subjectId, template, sentAt }) => {
    return { template, ...about(subjectId), sentAt };
  });
}
