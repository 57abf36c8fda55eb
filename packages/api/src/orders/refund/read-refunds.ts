import type { Reader, Transaction } from '@cartwright/db';
import { and, asc, desc, eq, gte } from 'drizzle-orm';
import { z } from 'zod';
import type { AskedRefund } from './refund-amount.ts';

type Tables = Transaction['tables'];

/** The tax in an amount, with an entry for each rate. */
export const taxByRate = z.array(z.object({ label: z.string(), basisPoints: z.number(), amount: z.number().int() }));

export interface StoredRefund extends AskedRefund {
  readonly request: Tables['refundRequests']['$inferSelect'];
  /** One attempt for each payment that the refund takes from. */
  readonly attempts: readonly Tables['refunds']['$inferSelect'][];
}

/**
 * Reads the refunds of an order, oldest first, with their lines and attempts.
 *
 * @param options.newest the number of the newest refunds to read; by default all
 */
export async function readRefunds(
  read: Reader | Transaction,
  orderId: string,
  { newest }: { newest?: number } = {},
): Promise<StoredRefund[]> {
  const { refundRequests, refundLines, refunds } = read.tables;
  const all = read
    .select()
    .from(refundRequests)
    .where(eq(refundRequests.orderId, orderId))
    .orderBy(desc(refundRequests.id));
  const requests = (newest === undefined ? await all : await all.limit(newest)).reverse();
  const [oldest] = requests;
  if (!oldest) return [];
  const attempts = await read
    .select()
    .from(refunds)
    .where(and(eq(refunds.orderId, orderId), gte(refunds.requestId, oldest.id)))
    .orderBy(asc(refunds.id));
  const lines = await read
    .select({ line: refundLines })
    .from(refundLines)
    .innerJoin(refundRequests, eq(refundRequests.id, refundLines.requestId))
    .where(and(eq(refundRequests.orderId, orderId), gte(refundLines.requestId, oldest.id)))
    .orderBy(asc(refundLines.requestId), asc(refundLines.position));
  return requests.map((request) => {
    const own = attempts.filter(({ requestId }) => requestId === request.id);
    return {
      request,
      attempts: own,
      amount: request.amount,
      shipping: request.shipping,
      taxes: taxByRate.parse(request.tax),
      failed: own.reduce((sum, { status, amount }) => sum + (status === 'failed' ? amount : 0), 0),
      lines: lines.filter(({ line }) => line.requestId === request.id).map(({ line }) => toLine(line)),
    };
  });
}

function toLine({ position, quantity, amount, fee, tax }: Tables['refundLines']['$inferSelect']) {
  return { position, quantity, amount, fee, taxes: taxByRate.parse(tax) };
}
