import { jobActor } from '@cartwright/kernel/actor';
import { enqueue, type JobContext } from '@cartwright/kernel/jobs';
import type { ProviderEvent, ProviderRefund } from '@cartwright/kernel/ports';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, isNull, or } from 'drizzle-orm';
import { orderJobs } from '../jobs.ts';
import { lockOrder } from '../read/find-order.ts';
import { recordRefund } from '../refund/record-refund.ts';
import { requestRefund } from '../refund/refund.ts';
import { askAboutPayment } from './ask-provider.ts';

const actor = jobActor(orderJobs.applyProviderEvent);

/**
 * Stores an event under the provider's id and queues its job, in one transaction. An event that is stored already
 * changes nothing.
 *
 * @returns true if the event was new
 */
export async function storeProviderEvent(
  { db, clock }: Shop,
  provider: string,
  event: ProviderEvent,
): Promise<boolean> {
  const { id, type, reference, paymentId } = event;
  const eventId = `${provider}:${id}`;
  return db.transact(async (tx) => {
    const { providerEvents } = tx.tables;
    const stored = await tx
      .insert(providerEvents)
      .values({ id: eventId, type, reference, receivedAt: clock.now() })
      .onConflictDoNothing()
      .returning({ id: providerEvents.id });
    if (stored.length === 0) return false;
    enqueue(tx, orderJobs.applyProviderEvent, { eventId, ...(paymentId !== null && { paymentId }) });
    return true;
  });
}

/** Asks the provider for the current state of the event's payment. Takes only the subject from the event itself. */
export async function applyProviderEvent(
  { shop }: JobContext,
  { eventId, paymentId }: { eventId: string; paymentId?: string | undefined },
): Promise<void> {
  const { providerEvents } = shop.db.tables;
  const isOpen = and(eq(providerEvents.id, eventId), isNull(providerEvents.appliedAt));
  const [event] = await shop.db.read.select().from(providerEvents).where(isOpen);
  if (!event) return;
  const name = eventId.slice(0, eventId.indexOf(':'));
  const payment = await findPayment(shop, name, event.reference, paymentId);
  const provider = shop.paymentProviders.get(name);
  // Other systems may share the provider's account, and their payments must not be touched.
  if (payment && provider) {
    const known = { ...payment, reference: payment.reference ?? event.reference };
    await askAboutPayment(shop, known, actor);
    for (const refund of (await provider.listRefunds?.({ paymentId: payment.id, reference: known.reference })) ?? []) {
      await applyRefund(shop, payment, refund);
    }
  }
  await shop.db.transact(async (tx) => {
    await tx.update(tx.tables.providerEvents).set({ appliedAt: shop.clock.now() }).where(isOpen);
  });
}

/**
 * Finds a payment by the provider's reference, or by our id while the reference is missing. One query does both,
 * because the reference may arrive between two.
 */
async function findPayment({ db }: Shop, provider: string, reference: string, paymentId: string | undefined) {
  const { payments } = db.tables;
  const isUnknown = paymentId === undefined ? undefined : and(eq(payments.id, paymentId), isNull(payments.reference));
  const found = await db.read
    .select()
    .from(payments)
    .where(and(eq(payments.provider, provider), or(eq(payments.reference, reference), isUnknown)));
  return found.find((payment) => payment.reference === reference) ?? found[0];
}

/** Records the state of a refund from this shop. Adopts a refund that was made at the provider. */
async function applyRefund(
  shop: Shop,
  { id: paymentId, orderId }: { id: string; orderId: string },
  { refundId, reference, amount, state }: ProviderRefund,
): Promise<void> {
  const known = await shop.db.transact(async (tx) => {
    const { refunds } = tx.tables;
    const at = shop.clock.now();
    // The lock makes the second of two events about one refund find the row of the first.
    await lockOrder(tx, orderId);
    const isThis = or(eq(refunds.reference, reference), refundId === null ? undefined : eq(refunds.id, refundId));
    const [row] = await tx
      .select({ id: refunds.id })
      .from(refunds)
      .where(and(eq(refunds.paymentId, paymentId), isThis));
    if (row || state.status === 'failed') return row;
    await requestRefund(tx, { orderId, parts: [{ paymentId, amount, reference }], reason: null, actor, at });
    return undefined;
  });
  if (known) await recordRefund(shop, known.id, state, actor);
}
