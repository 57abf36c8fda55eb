import { driverError } from '@cartwright/db';
import { and, asc, eq, gt, inArray, lt, notInArray, or } from 'drizzle-orm';
import { enqueue } from '../../kernel/jobs.ts';
import type { Shop } from '../../kernel/shop.ts';
import { orderJobs } from '../jobs.ts';
import { askAboutPayment } from './ask-provider.ts';
import { isWaitingForLastWord, recordPayment } from './record-payment.ts';

const actor = `job:${orderJobs.reconcilePayments.name}`;
const minute = 60_000;
const hanging = 5 * minute;
const day = 24 * 60 * minute;
const batch = 200;

/**
 * Asks the providers about payments that have hung for five minutes, and about those that were given up, until the
 * provider has said its last word; refunds that hang are asked for again.
 */
export async function reconcilePayments(shop: Shop): Promise<void> {
  const now = shop.clock.now().getTime();
  const started = performance.now();
  for (const payment of await findHangingPayments(shop, now)) {
    // When a provider hangs too: the next run goes on with those that were not asked.
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
  // First, so that one that always fails goes to the end of the line.
  await shop.db.transact(async (tx) => {
    const { payments } = tx.tables;
    await tx.update(payments).set({ updatedAt: at }).where(eq(payments.id, paymentId));
  });
  if ((await askAboutPayment(shop, payment, actor)) !== undefined) return;
  if (status === 'created') {
    // Its job may have died: charging again with the same key charges once.
    await shop.db.transact(async (tx) => {
      enqueue(tx, orderJobs.chargePayment, { paymentId }, { key: `charge:${paymentId}` });
    });
  } else if (createdAt.getTime() < at.getTime() - day) {
    await recordPayment(shop, paymentId, { status: 'declined', reason: 'never_charged' }, actor);
  }
}

/** The provider knows a refund by its id, so that asking twice gives the money back once. */
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
