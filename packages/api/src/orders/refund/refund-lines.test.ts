import { newId } from '@cartwright/kernel/ids';
import { and, eq, ne } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, type SignedUp } from '../../testing.ts';
import { recordRefund } from './record-refund.ts';

const world = await createTestShop({ TAX_BASIS_POINTS: '825', SHIPPING_PRICE: '499', FREE_SHIPPING_FROM: '1000000' });
const { shop } = world;
let ada: SignedUp;
let bob: SignedUp;
const variants: { id: string; price: number }[] = [];
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  for (const price of [999, 1, 3_337]) {
    const product = await ada.caller.products.create({ name: `Thing for ${price}`, price, stock: 1_000_000 });
    variants.push({ id: product.variants[0]!.id, price });
  }
});
afterAll(() => world.close());

/** Makes a paid order with these quantities, whose money came in this many payments. */
async function paidOrder(quantities: readonly number[], payments = 1) {
  const items = quantities.map((quantity, index) => ({ variantId: variants[index]!.id, quantity }));
  const order = await bob.caller.orders.place(orderInput({ items }));
  await world.drainJobs();
  if (payments > 1) await split(order.id, order.total, payments);
  return order;
}

/** Splits the payment of an order into parts. */
async function split(orderId: string, total: number, parts: number): Promise<void> {
  await shop.db.transact(async (tx) => {
    const { payments } = tx.tables;
    const [first] = await tx.select().from(payments).where(eq(payments.orderId, orderId));
    const part = Math.floor(total / parts);
    await tx.update(payments).set({ amount: part, captured: part }).where(eq(payments.orderId, orderId));
    for (let index = 1; index < parts; index += 1) {
      const amount = index === parts - 1 ? total - part * index : part;
      const row = { ...first!, id: newId(), provider: 'manual', amount, captured: amount, reference: null };
      await tx.insert(payments).values(row);
    }
  });
}

const refund = (id: string, input: object = {}) => ada.caller.admin.orders.refund({ idOrNumber: id, ...input });
const read = (idOrNumber: string) => ada.caller.admin.orders.get({ idOrNumber });
const lines = (index: number, quantity: number) => ({ lines: [{ variantId: variants[index]!.id, quantity }] });

/** Records that the bank sent one attempt back. */
const fail = (refundId: string) => recordRefund(shop, refundId, { status: 'failed', reason: 'account_closed' }, 'cli');

describe('a refund of lines', () => {
  test('shows its pieces, amount and tax to admins, and the amounts of its payments', async () => {
    const order = await paidOrder([3, 1, 0].slice(0, 2), 2);
    await refund(order.id, { ...lines(0, 2), reason: 'Two were broken.' });
    const shown = await read(order.id);
    expect(shown.refunds).toMatchObject([
      {
        amount: 2_163,
        status: 'created',
        reason: 'Two were broken.',
        actor: `user:${ada.user.id}`,
        lines: [{ position: 0, variantId: variants[0]!.id, quantity: 2, amount: 2_163 }],
        attempts: [{ paymentId: shown.payments[0]!.id, status: 'created' }, { paymentId: shown.payments[1]!.id }],
      },
    ]);
    expect(shown.refunds[0]?.lines[0]?.taxes).toEqual([{ label: 'Tax 8.25 %', basisPoints: 825, amount: 165 }]);
    expect(shown.refunds[0]?.attempts.reduce((sum, { amount }) => sum + amount, 0)).toBe(2_163);
    await world.drainJobs();
    expect((await read(order.id)).refunds[0]?.status).toBe('succeeded');
  });

  test('that the bank sent back weeks later can be made again, for the same pieces and the same amount', async () => {
    const order = await paidOrder([3]);
    const amounts: number[] = [];
    for (let piece = 0; piece < 3; piece += 1) {
      const before = (await read(order.id)).refunded;
      amounts.push((await refund(order.id, lines(0, 1))).refunded - before);
    }
    await world.drainJobs();
    expect(await refusalOf(refund(order.id, lines(0, 1)))).toMatchObject({ code: 'VALIDATION' });
    const { refunds } = await read(order.id);
    await fail(refunds[1]!.attempts[0]!.id);
    expect((await read(order.id)).refunds[1]).toMatchObject({ status: 'failed' });
    const before = (await read(order.id)).refunded;
    expect((await refund(order.id, lines(0, 1))).refunded - before).toBe(amounts[1]);
    expect(await refusalOf(refund(order.id, lines(0, 1)))).toMatchObject({ code: 'VALIDATION' });
    expect((await refund(order.id)).refunded).toBe(order.total);
    await world.drainJobs();
  });

  test('of which one payment’s part failed gives the rest again, to the unit', async () => {
    const order = await paidOrder([2], 2);
    const whole = (await refund(order.id, lines(0, 2))).refunded;
    const [asked] = (await read(order.id)).refunds;
    await world.drainJobs();
    await fail(asked!.attempts[1]!.id);
    expect((await read(order.id)).refunds[0]?.status).toBe('partially_failed');
    await refund(order.id, lines(0, 1));
    expect((await read(order.id)).refunded).toBe(whole);
    await world.drainJobs();
  });

  test('after a refund of an amount gets what is left, if that is less', async () => {
    const order = await paidOrder([2]);
    await refund(order.id, { amount: order.total - 100 });
    expect((await refund(order.id, lines(0, 2))).refunded).toBe(order.total);
    expect((await read(order.id)).refunds[1]?.lines).toMatchObject([{ quantity: 2, amount: 100 }]);
    await world.drainJobs();
  });

  test('is in the refunds that a cancellation makes', async () => {
    const order = await paidOrder([2, 1]);
    await refund(order.id, lines(0, 1));
    await bob.caller.orders.cancel({ idOrNumber: order.id });
    const { refunds } = await read(order.id);
    expect(refunds[1]?.lines.map(({ position, quantity }) => [position, quantity])).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(refunds.reduce((sum, { amount }) => sum + amount, 0)).toBe(order.total);
    await world.drainJobs();
  });

  test('whose goods were taken out before it failed does not take them out again', async () => {
    const order = await paidOrder([2]);
    await refund(order.id, { ...lines(0, 1), restock: true });
    await fail((await read(order.id)).refunds[0]!.attempts[0]!.id);
    await refund(order.id, { ...lines(0, 1), restock: true });
    expect((await read(order.id)).items[0]).toMatchObject({ quantity: 2, cancelledQuantity: 1 });
    await world.drainJobs();
  });
});

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('lines' as const), pick: fc.nat(), pieces: fc.nat(4) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('amount' as const), amount: fc.integer({ min: 1, max: 999 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('fail' as const), pick: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('work' as const) }) },
  ),
  { minLength: 3, maxLength: 10 },
);
const order = fc.record({
  quantities: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
  payments: fc.integer({ min: 1, max: 3 }),
});

async function failOne(orderId: string, pick: number): Promise<void> {
  const { refunds } = shop.db.tables;
  const attempts = await shop.db.read.select().from(refunds).where(eq(refunds.orderId, orderId)).orderBy(refunds.id);
  if (attempts.length > 0) await fail(attempts[pick % attempts.length]!.id);
}

/** The captured and refunded money of an order, by its payments and by its refunds. */
async function totalsOf(orderId: string) {
  const { payments, refunds } = shop.db.tables;
  const money = await shop.db.read.select().from(payments).where(eq(payments.orderId, orderId));
  const kept = and(eq(refunds.orderId, orderId), ne(refunds.status, 'failed'));
  const attempts = await shop.db.read.select().from(refunds).where(kept);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return {
    captured: sum(money.map(({ captured }) => captured)),
    refunded: sum(money.map(({ refunded }) => refunded)),
    attempted: sum(attempts.map(({ amount }) => amount)),
  };
}

test('no order of refunds and failures returns more than was captured, and the last one returns the rest', async () => {
  const property = fc.asyncProperty(order, steps, async ({ quantities, payments }, taken) => {
    const { id, total } = await paidOrder(quantities, payments);
    for (const step of taken) {
      const index = 'pick' in step ? step.pick % quantities.length : 0;
      if (step.kind === 'lines') await refund(id, lines(index, step.pieces + 1)).catch(() => undefined);
      if (step.kind === 'amount') await refund(id, { amount: step.amount }).catch(() => undefined);
      if (step.kind === 'work') await world.drainJobs();
      if (step.kind === 'fail') await failOne(id, step.pick);
      const { captured, refunded, attempted } = await totalsOf(id);
      expect(refunded).toBe(attempted);
      expect(refunded).toBeLessThanOrEqual(captured);
    }
    // The lines come first. After them only shipping and amounts without a line are left.
    for (const [index, quantity] of quantities.entries()) {
      for (let pieces = quantity; pieces > 0; pieces -= 1) await refund(id, lines(index, 1)).catch(() => undefined);
    }
    await refund(id).catch(() => undefined);
    expect(await totalsOf(id)).toMatchObject({ captured: total, refunded: total });
  });
  await fc.assert(property, { numRuns: shop.db.dialect === 'sqlite' ? 12 : 6, endOnFailure: true });
});
