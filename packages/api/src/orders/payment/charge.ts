import { jobActor } from '@cartwright/kernel/actor';
import type { JobContext } from '@cartwright/kernel/jobs';
import type { PaymentState } from '@cartwright/kernel/ports';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq } from 'drizzle-orm';
import { orderJobs } from '../jobs.ts';
import { askAboutPayment } from './ask-provider.ts';
import { recordPayment } from './record-payment.ts';

const actor = jobActor(orderJobs.chargePayment);

/** Providers remember an idempotency key for a day. After half a day, charging again could take the money twice. */
const chargeableMilliseconds = 12 * 60 * 60_000;

/**
 * Charges one payment attempt and records the answer. The provider is called outside any transaction, with the
 * attempt's id as its idempotency key, so that a repeated run charges once.
 */
export async function chargePayment({ shop, attempt, isLastAttempt }: JobContext, paymentId: string): Promise<void> {
  const payment = await findOpenPayment(shop, paymentId);
  if (!payment) return;
  let state: PaymentState;
  try {
    state = await askForMoney(shop, payment, attempt);
  } catch (error) {
    // The customer learns of the failure and can pay again. If the money went through after all, reconciliation finds
    // it.
    if (isLastAttempt) await recordPayment(shop, paymentId, noAnswer, actor);
    throw error;
  }
  await recordPayment(shop, paymentId, state, actor);
}

const noAnswer: PaymentState = { status: 'declined', reason: 'no_answer' };

type OpenPayment = NonNullable<Awaited<ReturnType<typeof findOpenPayment>>>;

async function askForMoney(shop: Shop, payment: OpenPayment, attempt: number): Promise<PaymentState> {
  const { provider: name, reference, createdAt, ...charge } = payment;
  // Providers refuse a charge of zero.
  if (charge.amount === 0) return { status: 'captured', reference: `free_${charge.paymentId}`, amount: 0 };
  const provider = shop.paymentProviders.get(name);
  if (!provider) throw new Error(`There is no payment provider ${name}.`);
  const isTooOld = shop.clock.now().getTime() - createdAt.getTime() > chargeableMilliseconds;
  if (reference === null && !isTooOld) return provider.charge({ attempt, ...charge });
  return (await provider.find({ paymentId: charge.paymentId, reference })) ?? noAnswer;
}

async function findOpenPayment({ db }: Shop, paymentId: string) {
  const { payments, orders } = db.tables;
  const [payment] = await db.read
    .select({
      paymentId: payments.id,
      provider: payments.provider,
      reference: payments.reference,
      token: payments.token,
      amount: payments.amount,
      createdAt: payments.createdAt,
      orderNumber: orders.number,
      currency: orders.currency,
    })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(and(eq(payments.id, paymentId), eq(payments.status, 'created'), eq(orders.status, 'pending')));
  return payment;
}

/** Tells the provider that a payment is void. Records the money instead if it was captured meanwhile. */
export async function cancelPayment({ shop }: JobContext, paymentId: string): Promise<void> {
  const { payments } = shop.db.tables;
  const [payment] = await shop.db.read.select().from(payments).where(eq(payments.id, paymentId));
  if (!payment || payment.status === 'created') return;
  await askAboutPayment(shop, payment, jobActor(orderJobs.cancelPayment));
}
