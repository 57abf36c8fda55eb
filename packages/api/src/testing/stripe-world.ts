import type { FakeEvent } from '@cartwright/adapters/testing';
import { type FakeStripe, startFakeStripe } from '@cartwright/adapters/testing';
import { newId } from '@cartwright/kernel/ids';
import { eq } from 'drizzle-orm';
import { orderHandlers, storeProviderEvent } from '../orders/index.ts';
import { createTestShop, type TestShop } from '../testing.ts';
import { testAddress } from './orders.ts';

export type StripeWorld = Awaited<ReturnType<typeof openStripeWorld>>;

/** A shop with Stripe and one customer. Each event that may settle a payment is a step of its own. */
export async function openStripeWorld(env: Record<string, string> = {}) {
  const fake: FakeStripe = await startFakeStripe();
  // Long enough that orders expire only if a test wants it.
  const test: TestShop = await createTestShop({
    ...fake.env,
    PAYMENT_WINDOW_MINUTES: '600',
    ACCESS_TOKEN_EXPIRE_MINUTES: '40000',
    ...env,
  });
  const { shop, clock } = test;
  const ada = await test.signUp({ role: 'admin' });
  const bob = await test.signUp();
  const mug = await ada.caller.products.create({ name: 'Mug', price: 1_000, stock: 100_000 });
  const context = (attempt = 1) => ({ shop, attempt, isLastAttempt: attempt === 4 });

  async function paymentsOf(orderId: string) {
    const { payments } = shop.db.tables;
    return shop.db.read.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(payments.id);
  }

  return {
    ...test,
    fake,
    ada,
    bob,
    paymentsOf,

    async place(token = 'pm_card_visa', { caller } = bob) {
      const items = [{ productId: mug.id, quantity: 2 }];
      const payment = { method: 'stripe', token } as const;
      return caller.orders.place({ items, shippingAddress: testAddress, payment });
    },

    /** The order as its owner sees it, with the count of each event in the timeline. */
    async read(id: string) {
      const order = await bob.caller.orders.get({ idOrNumber: id });
      const events = order.timeline.map(({ type }) => type);
      return { ...order, events, count: (type: string) => events.filter((event) => event === type).length };
    },

    /** Runs the job that charges the order's last attempt. It may reject, like any job. */
    async runJob(orderId: string, attempt = 1) {
      const payment = (await paymentsOf(orderId)).at(-1)!;
      await orderHandlers.chargePayment(context(attempt), { paymentId: payment.id });
    },

    /** Delivers and stores an event, and runs its job. */
    async deliver(event: FakeEvent) {
      const { body, signature } = fake.signed(event);
      const read = shop.paymentProviders.get('stripe')!.readEvent!(new TextEncoder().encode(body), signature)!;
      const isNew = await storeProviderEvent(shop, 'stripe', read);
      const { paymentId } = read;
      const payload = { eventId: `stripe:${read.id}`, ...(paymentId !== null && { paymentId }) };
      await orderHandlers.applyProviderEvent(context(), payload);
      return isNew;
    },

    async sweep() {
      clock.advance({ minutes: 6 });
      await orderHandlers.reconcilePayments(context(), {});
    },

    runRefunds: (refundId: string) => orderHandlers.refundPayment(context(), { refundId }),

    /** Expires a pending order and runs the job that waits for it. */
    async expire(orderId: string) {
      const { orders } = shop.db.tables;
      const [order] = await shop.db.read.select().from(orders).where(eq(orders.id, orderId));
      const left = (order?.expiresAt?.getTime() ?? 0) - clock.now().getTime();
      if (left > 0) clock.advance({ minutes: left / 60_000 });
      await orderHandlers.expireOrder(context(), { orderId });
    },
    cancelPayment: (paymentId: string) => orderHandlers.cancelPayment(context(), { paymentId }),

    /** The subjects of the e-mails about an order, without its number. */
    async mailsAbout(number: string) {
      const mails = (await test.mails()).filter(({ subject, text }) => `${subject} ${text}`.includes(number));
      return mails.map(({ subject }) => subject.replace(number, '…')).reverse();
    },

    /** An event of another shop on the same account. */
    foreignEvent(): FakeEvent {
      const metadata = { paymentId: newId() };
      const object = { id: `pi_${newId().replaceAll('-', '')}`, object: 'payment_intent', metadata };
      return { id: `evt_${newId()}`, object: 'event', type: 'payment_intent.succeeded', data: { object } };
    },

    async close() {
      await test.close();
      await fake.close();
    },
  };
}
