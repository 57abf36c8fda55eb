import type { Transaction } from '@cartwright/db';
import { enqueue } from '@cartwright/kernel/jobs';
import { eq } from 'drizzle-orm';
import { orderJobs } from '../jobs.ts';
import type { OrderRow } from '../read/to-order.ts';

/** Makes the tax of a paid order due at the tax service that computed it, if one did. */
export async function makeTaxDue(
  tx: Transaction,
  { id: orderId, taxCalculation, taxDueAt }: OrderRow,
  at: Date,
): Promise<void> {
  if (taxCalculation === null || taxDueAt !== null) return;
  const { orders } = tx.tables;
  await tx.update(orders).set({ taxDueAt: at }).where(eq(orders.id, orderId));
  enqueue(tx, orderJobs.recordTax, { orderId });
}
