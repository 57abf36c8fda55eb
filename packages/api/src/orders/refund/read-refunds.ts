import type { Reader, Transaction } from '@cartwright/db';
import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { AskedRefund, RefundLine } from './refund-amount.ts';

type Tables = Transaction['tables'];

/** The tax in an amount, with an entry for each rate. */
export const taxByRate = z.array(z.object({ basisPoints: z.number().int(), amount: z.number().int() }));

export interface StoredRefund extends AskedRefund {
  readonly request: Tables['refundRequests']['$inferSelect'];
  /** One attempt for each payment that the refund takes from. */
  readonly attempts: readonly Tables['refunds']['$inferSelect'][];
  readonly lines: readonly (RefundLine & { readonly taxes: z.output<typeof taxByRate> })[];
}

/** Reads every refund of an order, oldest first, with its lines and attempts. */
export async function readRefunds(read: Reader | Transaction, orderId: string): Promise<StoredRefund[]> {
  const { refundRequests, refundLines, refunds } = read.tables;
  const requests = await read
    .select()
    .from(refundRequests)
    .where(eq(refundRequests.orderId, orderId))
    .orderBy(asc(refundRequests.id));
  if (requests.length === 0) return [];
  const attempts = await read.select().from(refunds).where(eq(refunds.orderId, orderId)).orderBy(asc(refunds.id));
  const lines = await read
    .select({ line: refundLines })
    .from(refundLines)
    .innerJoin(refundRequests, eq(refundRequests.id, refundLines.requestId))
    .where(eq(refundRequests.orderId, orderId))
    .orderBy(asc(refundLines.requestId), asc(refundLines.position));
  return requests.map((request) => {
    const own = attempts.filter(({ requestId }) => requestId === request.id);
    return {
      request,
      attempts: own,
      amount: request.amount,
      failed: own.reduce((sum, { status, amount }) => sum + (status === 'failed' ? amount : 0), 0),
      lines: lines.filter(({ line }) => line.requestId === request.id).map(({ line }) => toLine(line)),
    };
  });
}

function toLine({ position, quantity, amount, tax }: Tables['refundLines']['$inferSelect']) {
  const taxes = taxByRate.parse(tax);
  return { position, quantity, amount, tax: taxes.reduce((sum, one) => sum + one.amount, 0), taxes };
}
