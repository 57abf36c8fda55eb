import { createHash } from 'node:crypto';
import { enqueue } from '@cartwright/kernel/jobs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, orderInput, type SignedUp } from '../../testing.ts';
import { type OrderMailTemplate, orderJobs, orderMailTemplates } from '../jobs.ts';

const world = await createTestShop();
const { shop } = world;
let ada: SignedUp;
let bob: SignedUp;
let productId: string;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  productId = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 99 })).id;
});
afterAll(() => world.close());

async function place(token: 'ok' | 'decline' = 'ok') {
  const order = await bob.caller.orders.place(orderInput({ items: [{ productId, quantity: 2 }], token }));
  await world.drainJobs();
  return order;
}

/** Triggers each of the e-mails. Returns the order, and the refund that the e-mail is about. */
const occasions: Record<
  OrderMailTemplate,
  () => Promise<{ orderId: string; refundId?: string; returnId?: string; receiptId?: string }>
> = {
  'order-received': async () => ({ orderId: (await place()).id }),
  'order-paid': async () => ({ orderId: (await place()).id }),
  async 'payment-failed'() {
    const { id } = await place('decline');
    await bob.caller.orders.pay({ idOrNumber: id, payment: { method: 'dummy', token: 'decline' } });
    return { orderId: id };
  },
  async 'order-shipped'() {
    const { id } = await place();
    const tracking = { carrier: 'Royal Mail', number: 'RM 123', url: 'https://track.example/RM123' };
    await ada.caller.admin.orders.setStatus({ idOrNumber: id, status: 'shipped', tracking });
    return { orderId: id };
  },
  async 'order-cancelled'() {
    const { id } = await place();
    await bob.caller.orders.cancel({ idOrNumber: id });
    return { orderId: id };
  },
  async 'order-refunded'() {
    const { id } = await place();
    await ada.caller.admin.orders.refund({ idOrNumber: id, amount: 1 });
    const refunds = await shop.db.read.select().from(shop.db.tables.refunds);
    return { orderId: id, refundId: refunds.find(({ orderId }) => orderId === id)!.id };
  },
  'return-requested': async () => ask('return'),
  async 'return-approved'() {
    const { returnId, orderId } = await ask('return');
    await ada.caller.admin.returns.approve({ id: returnId });
    return { returnId, orderId };
  },
  async 'return-rejected'() {
    const { returnId, orderId } = await ask('return');
    await ada.caller.admin.returns.reject({ id: returnId, reason: 'It was worn.' });
    return { returnId, orderId };
  },
  async 'return-received'() {
    const { returnId, orderId, variantId } = await ask('withdrawal');
    await ada.caller.admin.returns.receive({ id: returnId, lines: [{ variantId, restock: 1 }] });
    const receipts = await shop.db.read.select().from(shop.db.tables.returnReceipts);
    return { returnId, orderId, receiptId: receipts.find((one) => one.returnId === returnId)!.id };
  },
};

/** Ships an order of two mugs, and asks to return one of them. */
async function ask(kind: 'return' | 'withdrawal') {
  const { id, items } = await place();
  await ada.caller.admin.orders.ship({ idOrNumber: id });
  const { variantId } = items[0]!;
  const lines = [{ variantId, quantity: 1, reason: 'damaged' as const }];
  const { returns } = await bob.caller.orders.requestReturn({ idOrNumber: id, kind, lines });
  return { orderId: id, returnId: returns[0]!.id, variantId };
}

const words: Record<OrderMailTemplate, readonly [subject: string, ...told: string[]]> = {
  'order-received': ['Order … received', 'Mug', '$22.90'],
  'order-paid': ['Payment received for order …', 'Mug', '$22.90'],
  'payment-failed': ['Payment failed for order …', 'Card declined'],
  'order-shipped': ['Order … is on its way', 'Royal Mail', 'RM 123', 'https://track.example/RM123'],
  'order-cancelled': ['Order … cancelled', 'at your request'],
  'return-requested': ['Return of order … requested', 'Mug'],
  'return-approved': ['Return of order … approved', 'Mug'],
  'return-rejected': ['Return of order … rejected', 'Mug', 'It was worn.'],
  'return-received': ['Returned items of order … received', 'Mug'],
  'order-refunded': ['Refund of $0.01 for order …', '$0.01'],
};

test.each(orderMailTemplates)('%s goes out once for its order, however often it is asked for', async (template) => {
  const occasion = await occasions[template]();
  await world.drainJobs();
  const sent = await world.mails();
  const { number } = await bob.caller.orders.get({ idOrNumber: occasion.orderId });
  const [subject, ...told] = words[template];
  const about = sent.filter((mail) => mail.subject.replace(number, '…') === subject);
  expect(about.map(({ to }) => to)).toEqual([bob.user.email]);
  // The text is wrapped into lines.
  const text = about[0]?.text.replaceAll(/\s+/g, ' ');
  for (const part of [number, ...told]) expect(text).toContain(part);

  for (let time = 0; time < 3; time += 1) {
    await shop.db.transact(async (tx) => enqueue(tx, orderJobs.sendOrderMail, { ...occasion, template }));
    await world.drainJobs();
  }
  expect(await world.mails()).toEqual(sent);
});

test('the log says which mail went out about which order, with a hash in the place of the address', async () => {
  const lines: (readonly [facts: object, message: string | undefined])[] = [];
  const { info } = shop.log;
  shop.log.info = (facts: object, message?: string) => void lines.push([facts, message]);
  try {
    const { id, number } = await place();
    const sent = lines.filter(([, message]) => message === 'e-mail sent').map(([facts]) => facts);
    const addressHash = createHash('sha256').update(bob.user.email).digest('hex').slice(0, 16);
    expect(sent).toEqual(
      ['order-received', 'order-paid'].map((template) => ({
        template,
        subjectId: id,
        orderNumber: number,
        addressHash,
      })),
    );
    expect(JSON.stringify(lines)).not.toContain(bob.user.email);
  } finally {
    shop.log.info = info;
  }
});
