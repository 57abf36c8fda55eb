import type { Transaction } from '@cartwright/db';
import { newId } from '@cartwright/kernel/ids';
import { enqueue } from '@cartwright/kernel/jobs';
import { orderJobs } from '../jobs.ts';
import type { PaymentRow } from '../read/to-order.ts';
import type { PaymentInput } from '../schema.ts';

/** Makes a payment attempt for the caller to insert. Queues its charge, except for cash on delivery. */
export function startPayment(
  tx: Transaction,
  attempt: { readonly orderId: string; readonly amount: number; readonly payment: PaymentInput; readonly at: Date },
): PaymentRow {
  const { orderId, amount, payment, at } = attempt;
  const id = newId();
  if (payment.method !== 'cod') enqueue(tx, orderJobs.chargePayment, { paymentId: id });
  return {
    id,
    orderId,
    provider: payment.method,
    status: 'created',
    amount,
    captured: 0,
    refunded: 0,
    token: payment.method === 'cod' ? null : payment.token,
    reference: null,
    failure: null,
    action: null,
    createdAt: at,
    updatedAt: at,
  };
}
