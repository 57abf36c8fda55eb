import { driverError } from '@cartwright/db';
import { jobActor } from '@cartwright/kernel/actor';
import { enqueue } from '@cartwright/kernel/jobs';
import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, eq, gt, inArray, lt, notInArray, or } from 'drizzle-orm';
import { orderJobs } from '../jobs.ts';
import { askAboutPayment } from './ask-provider.ts';
import { isWaitingForLastWord, recordPayment } from './record-payment.ts';

const actor = jobActor(orderJobs.reconcilePayments);
const minute = 60_000;
const hanging = 5 * minute;
const day = 24 * 60 * minute;
const batch = 200;

/**
 * Asks the providers about payments that have hung for five minutes, and about voided ones until the provider's answer
 * is final. Queues hanging refunds again.
 */
export async function reconcilePayments(shop: Shop): Promise<void> {
  const now = shop.clock.now().getTime();
  const started = performance.now();
  for (const payment of await findHangingPayments(shop, now)) {
    // If a provider hangs too, the next run continues with the payments that were not asked about.
    if (performance.now() - started > 4 * minute) break;
    try {
      await reconcilePayment(shop, payment);
    } catch (error) {
      const reason = driverError(error)?.message ?? String(error);
      shop.log.warn({ paymentId: payment.id, provider: payment.provider, reason }, 'payment could not be reconciled');
    }
  }
  await askAgainForRefunds(shop, new Date(now));
}

type HangingPayment = Awaited<ReturnType<typeof findHangingPayments>>[number];

async function findHangingPayments({ db }: Shop, now: number) {
  const { payments } = db.tables;
  return db.read
    .select()
    .from(payments)
    .where(
      and(
        notInArray(payments.provider, ['cod', 'manual']),
        lt(payments.updatedAt, new Date(now - hanging)),
        // No provider is busy with a payment for a month.
        gt(payments.createdAt, new Date(now - 30 * day)),
        or(eq(payments.status, 'created'), isWaitingForLastWord(payments)),
      ),
    )
    .orderBy(asc(payments.updatedAt))
    .limit(batch);
}

async function reconcilePayment(shop: Shop, payment: HangingPayment): Promise<void> {
  const { id: paymentId, status, createdAt } = payment;
  const at = shop.clock.now();
  // The touch comes first, so that a payment that always fails goes to the end of the queue.
  await shop.db.transact(async (tx) => {
    const { payments } = tx.tables;
    await tx.update(payments).set({ updatedAt: at }).where(eq(payments.id, paymentId));
  });
  if ((await askAboutPayment(shop, payment, actor)) !== undefined) return;
  if (status === 'created') {
    // The charging job may have died. Charging again with the same key charges once.
    await shop.db.transact(async (tx) => {
      enqueue(tx, orderJobs.chargePayment, { paymentId }, { key: `charge:${paymentId}` });
    });
  } else if (createdAt.getTime() < at.getTime() - day) {
    await recordPayment(shop, paymentId, { status: 'declined', reason: 'never_charged' }, actor);
  }
}

/** Queues hanging refunds again. A provider knows a refund by its id, so two requests return the money once. */
async function askAgainForRefunds({ db }: Shop, at: Date): Promise<void> {
  const { refunds } = db.tables;
  const rows = await db.read
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.status, 'created'), lt(refunds.updatedAt, new Date(at.getTime() - hanging))))
    .orderBy(asc(refunds.updatedAt))
    .limit(batch);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return;
  await db.transact(async (tx) => {
    await tx.update(tx.tables.refunds).set({ updatedAt: at }).where(inArray(tx.tables.refunds.id, ids));
    for (const id of ids) enqueue(tx, orderJobs.refundPayment, { refundId: id }, { key: `refund:${id}` });
  });
}
