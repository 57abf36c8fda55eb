import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderJobs } from '../orders/index.ts';
import { createTestShop, orderInput, refusalOf, type SignedUp } from '../testing.ts';

const world = await createTestShop();
let ada: SignedUp;
let grace: SignedUp;
let mug: { id: string; variantId: string };

beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  grace = await world.signUp({ name: 'Grace Hopper' });
  const product = await ada.caller.products.create({ name: 'Mug', sku: 'MUG', price: 1_000, stock: 50 });
  mug = { id: product.id, variantId: product.variants[0]!.id };
});
afterAll(() => world.close());

const place = (token: 'ok' | 'decline' = 'ok') =>
  grace.caller.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 2 }], token }));
const read = (idOrNumber: string) => ada.caller.admin.orders.get({ idOrNumber });

describe('one order for admins', () => {
  test('has its payments, refunds, ledger, mails and jobs in one view', async () => {
    const placed = await place();
    const before = await read(placed.id);
    expect(before).toMatchObject({
      number: placed.number,
      customer: { id: grace.user.id, email: grace.user.email, name: 'Grace Hopper' },
      timeline: [{ type: 'placed' }],
      payments: [{ provider: 'dummy', status: 'created', amount: placed.total, captured: 0 }],
      refunds: [],
      ledger: [{ sku: 'MUG', reason: 'reserved', reservedChange: 2, actor: `user:${grace.user.id}` }],
      mails: [],
    });
    expect(before.jobs.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
      'orders.chargePayment waiting',
      'orders.expireOrder waiting',
      'orders.sendOrderMail waiting',
    ]);

    world.clock.advance({ minutes: 1 });
    await ada.caller.admin.orders.markPaid({ idOrNumber: placed.id, reference: 'Transfer 42' });
    await ada.caller.admin.orders.setStatus({ idOrNumber: placed.id, status: 'shipped' });
    await ada.caller.admin.orders.refund({ idOrNumber: placed.id, amount: 5, reason: 'Scratch' });
    const asked = await read(placed.number.toLowerCase());
    const [refund] = asked.refunds;
    expect(refund).toMatchObject({ amount: 5, status: 'created', reason: 'Scratch', actor: `user:${ada.user.id}` });
    expect(asked.jobs.map(({ name }) => name)).toContain('orders.refundPayment');

    await world.drainJobs();
    const after = await read(placed.id);
    expect(after).toMatchObject({
      payments: [{ status: 'voided' }, { provider: 'manual', status: 'captured', refunded: 5 }],
      refunds: [{ status: 'succeeded' }],
      ledger: [{ reason: 'reserved' }, { reason: 'shipped', onHandChange: -2, reservedChange: -2 }],
    });
    expect(after.mails.map(({ template, refundId }) => [template, refundId])).toEqual(
      expect.arrayContaining([
        ['order-received', null],
        ['order-paid', null],
        ['order-shipped', null],
        ['order-refunded', refund?.id],
      ]),
    );
    expect(JSON.stringify(after)).not.toMatch(/token|clientSecret/);
  });

  test('names the job that has failed for good, and no job of another order', async () => {
    const [one, other] = [await place('decline'), await place('decline')];
    await world.drainJobs();
    await world.shop.db.transact(async (tx) => {
      for (const { id } of [one, other]) {
        tx.addJob({ name: orderJobs.sendOrderMail.name, payload: { orderId: id, template: 'none' }, maxAttempts: 1 });
      }
    });
    await world.drainJobs();
    const { jobs } = await read(one.id);
    expect(jobs.filter(({ state }) => state === 'failed')).toMatchObject([
      { name: 'orders.sendOrderMail', attempts: 1, maxAttempts: 1, lastError: expect.any(String) },
    ]);
  });

  test('is not found where there is none', async () => {
    expect(await refusalOf(read('NOPE'))).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the ledger of all stock', () => {
  const search = (input: Parameters<typeof ada.caller.admin.inventory.ledger>[0] = {}) =>
    ada.caller.admin.inventory.ledger(input);

  test('is searched by variant, SKU, reason, actor, reference, order and time', async () => {
    world.clock.advance({ days: 2 });
    ada = await world.signUp({ role: 'admin' });
    const cup = await ada.caller.products.create({ name: 'Cup', sku: 'CUP', price: 1, stock: 7 });
    const variant = cup.variants[0]!.id;
    await ada.caller.products.stock.adjust({ id: variant, delta: -1, reason: 'broken', reference: 'Note 7' });
    const order = await world
      .signUp()
      .then(({ caller }) => caller.orders.place(orderInput({ items: [{ productId: cup.id, quantity: 3 }] })));
    const today = world.clock.now().toISOString().slice(0, 10);
    const reasons = async (input: Parameters<typeof search>[0]) =>
      (await search({ limit: 100, ...input })).items.map(({ sku, reason }) => `${sku} ${reason}`);
    const all = ['CUP reserved', 'CUP broken', 'CUP received'];
    expect(await reasons({ variant })).toEqual(all);
    expect(await reasons({ sku: 'CUP' })).toEqual(all);
    expect(await reasons({ from: today })).toEqual(all);
    expect(await reasons({ sku: 'CUP', to: '2020-01-01' })).toEqual([]);
    expect(await reasons({ reason: 'broken' })).toEqual(['CUP broken']);
    expect(await reasons({ reference: 'Note 7' })).toEqual(['CUP broken']);
    expect(await reasons({ actor: `user:${ada.user.id}` })).toEqual(['CUP broken', 'CUP received']);
    expect(await reasons({ order: order.id })).toEqual(['CUP reserved']);
    expect((await reasons({})).length).toBeGreaterThan(6);
  });

  test('comes in pages that neither repeat nor lose a row', async () => {
    const whole = (await search({ limit: 100 })).items;
    const paged: typeof whole = [];
    let cursor: string | null | undefined;
    do {
      const page = await search({ limit: 3, ...(cursor && { cursor }) });
      paged.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    expect(paged).toEqual(whole);
  });
});
