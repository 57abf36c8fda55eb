import { and, eq, inArray, isNull } from 'drizzle-orm';
import { enqueue, type JobContext } from '../kernel/jobs.ts';
import type { PaymentProvider, ProviderEvent } from '../kernel/ports.ts';
import type { Shop } from '../kernel/shop.ts';
import { askAboutPayment } from './ask-provider.ts';
import { orderJobs } from './jobs.ts';
import { recordRefund } from './record-refund.ts';

const actor = `job:${orderJobs.applyProviderEvent.name}`;

/**
 * Stores an event under the provider's id of it, and asks the worker to apply it, in one transaction. An event that is
 * there already changes nothing.
 *
 * @returns whether the event was new
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

/** Takes nothing from the event but what it is about: the provider is asked what is true now. */
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
  // Other shops and systems may share the provider's account: their payments are not ours to touch.
  if (payment && provider) {
    const known = { ...payment, reference: payment.reference ?? event.reference };
    await askAboutPayment(shop, known, actor);
    await askAboutRefunds(shop, provider, known);
  }
  await shop.db.transact(async (tx) => {
    await tx.update(tx.tables.providerEvents).set({ appliedAt: shop.clock.now() }).where(isOpen);
  });
}

/** By the provider's id of it, or by ours when the answer with the provider's is still on its way. */
async function findPayment({ db }: Shop, provider: string, reference: string, paymentId: string | undefined) {
  const { payments } = db.tables;
  const isOfProvider = eq(payments.provider, provider);
  const [known] = await db.read
    .select()
    .from(payments)
    .where(and(isOfProvider, eq(payments.reference, reference)));
  if (known || paymentId === undefined) return known;
  const [unknown] = await db.read
    .select()
    .from(payments)
    .where(and(isOfProvider, eq(payments.id, paymentId), isNull(payments.reference)));
  return unknown;
}

async function askAboutRefunds(
  shop: Shop,
  provider: PaymentProvider,
  { id: paymentId, reference }: { id: string; reference: string },
): Promise<void> {
  const { refunds } = shop.db.tables;
  const mayChange = inArray(refunds.status, ['created', 'succeeded']);
  const rows = await shop.db.read
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.paymentId, paymentId), mayChange));
  for (const { id: refundId } of rows) {
    const state = await provider.findRefund?.({ refundId, payment: { paymentId, reference } });
    if (state) await recordRefund(shop, refundId, state, actor);
  }
}
