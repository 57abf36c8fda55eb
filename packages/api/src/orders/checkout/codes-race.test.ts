import { setImmediate as endOfTurn } from 'node:timers/promises';
import { inFlight } from '@cartwright/db/testing';
import { verifyBalances } from '@cartwright/kernel/balances/verify';
import { asc, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { raisePricingVersion } from '../../pricing/index.ts';
import { createTestShop, inconsistencies, orderInput, type SignedUp, storePromotion, tally } from '../../testing.ts';

/** Orders that the database refused because they did not wait for a limit. Each then runs alone, and is right. */
const failed: object[] = [];
const drop = (): void => {};
const warn = (facts: object, message: string): void => void failed.push({ message, ...facts });
const world = await createTestShop({}, { log: { debug: drop, info: drop, warn, error: warn } });
const { shop } = world;
const shoppers: SignedUp[] = [];
let [ada, bob] = [] as unknown as [SignedUp, SignedUp];
/** More than two lists of orders have, so that lists with different products wait for each other only at a limit. */
const productIds: string[] = [];
let productId = '';
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  shoppers.push(...(await Promise.all(Array.from({ length: 200 }, () => world.signUp()))));
  bob = shoppers[0] ?? ada;
  const made = await Promise.all(
    times(100, (index) => ada.caller.products.create({ name: `Mug ${index}`, price: 2_000, stock: 10_000 })),
  );
  productIds.push(...made.map(({ id }) => id));
  productId = productIds[0] ?? '';
});
afterEach(async () => {
  expect(await inconsistencies(shop.db)).toEqual([]);
  expect((await verifyBalances(shop)).drifts).toEqual([]);
  expect(failed.splice(0)).toEqual([]);
});
afterAll(() => world.close());

const inputOf = (index: number, ...codes: string[]) =>
  orderInput({ items: [{ productId: productIds[index % productIds.length] ?? '', quantity: 1 }], codes });
const input = (...codes: string[]) => inputOf(0, ...codes);
const times = <Result>(count: number, call: (index: number) => Promise<Result>) =>
  Array.from({ length: count }, (_, index) => call(index));

async function valuesOf(ownerId: string): Promise<number[]> {
  const { balances } = shop.db.tables;
  const rows = await shop.db.read
    .select({ value: balances.value })
    .from(balances)
    .where(eq(balances.ownerId, ownerId))
    .orderBy(asc(balances.kind), asc(balances.id));
  return rows.map(({ value }) => value);
}

async function discountedWith(label: string): Promise<number> {
  const { orderAdjustments: a } = shop.db.tables;
  return shop.db.read.$count(a, eq(a.label, label));
}

test('200 shoppers with the last 50 uses of a code get 50 discounted orders, and 150 hear that it is used up', async () => {
  const id = await storePromotion(shop, { codes: ['LAST'], limits: { uses: 60 } });
  for (let uses = 0; uses < 10; uses += 1) await bob.caller.orders.place(input('LAST'));
  const outcome = await tally(shoppers.map(({ caller }, index) => caller.orders.place(inputOf(index, 'LAST'))));
  expect(outcome).toEqual({ ok: 50, PROMOTION_EXHAUSTED: 150 });
  expect(await valuesOf(id)).toEqual([-60]);
  expect(await discountedWith('LAST')).toBe(60);
});

test('one customer with two carts uses a code once, although the balance has no row yet', async () => {
  const id = await storePromotion(shop, { codes: ['EACH'], limits: { usesPerCustomer: 1 } });
  await bob.caller.cart.addItem({ productId });
  await bob.caller.cart.applyCode({ code: 'EACH' });
  const orders = [
    bob.caller.orders.place(orderInput()),
    ...times(7, (index) => bob.caller.orders.place(inputOf(index + 1, 'EACH'))),
  ];
  expect(await tally(orders)).toEqual({ ok: 1, PROMOTION_NOT_APPLICABLE: 7 });
  expect(await valuesOf(id)).toEqual([-1]);
  await bob.caller.cart.clear();
});

test('a budget is spent to the last discount that fits whole', async () => {
  const id = await storePromotion(shop, { codes: ['SPEND'], limits: { budget: 1_100 } });
  const shopping = shoppers.slice(0, 30);
  const outcome = await tally(shopping.map(({ caller }, index) => caller.orders.place(inputOf(index, 'SPEND'))));
  expect(outcome).toEqual({ ok: 5, PROMOTION_EXHAUSTED: 25 });
  expect(await valuesOf(id)).toEqual([-1_000]);
});

test('two codes for a first order give one discount to one customer', async () => {
  const conditions = { firstOrder: true as const };
  await storePromotion(shop, { codes: ['FIRST', 'FIRST-AGAIN'], conditions });
  await storePromotion(shop, { codes: ['WELCOME'], conditions });
  const carol = await world.signUp();
  const codes = ['FIRST', 'WELCOME', 'FIRST-AGAIN'];
  const orders = times(6, (index) => carol.caller.orders.place(inputOf(index, codes[index % 3] ?? '')));
  expect(await tally(orders)).toEqual({ ok: 1, PROMOTION_NOT_APPLICABLE: 5 });
});

test('an automatic promotion that is used up during the race applies to as many orders as it may', async () => {
  const { id: lamp } = await ada.caller.products.create({ name: 'Lamp', price: 1_000, stock: 100 });
  const rule = { kind: 'products' as const, productIds: [lamp], off: { kind: 'amount' as const, amount: 100 } };
  const id = await storePromotion(shop, { name: 'Lamp week', automatic: true, rule, limits: { uses: 7 } });
  const order = orderInput({ items: [{ productId: lamp, quantity: 1 }] });
  expect(await tally(shoppers.slice(0, 30).map(({ caller }) => caller.orders.place(order)))).toEqual({ ok: 30 });
  expect([await valuesOf(id), await discountedWith('Lamp week')]).toEqual([[-7], 7]);
});

test('orders of the same codes in opposite orders do not wait for each other forever', async () => {
  const off = (amount: number) => ({ kind: 'order' as const, off: { kind: 'amount' as const, amount } });
  const ids = [];
  for (const code of ['ONE', 'OTHER'])
    ids.push(await storePromotion(shop, { codes: [code], rule: off(1), limits: { uses: 500, budget: 900 } }));
  const orders = shoppers
    .slice(0, 60)
    .map(({ caller }, index) =>
      caller.orders.place(inputOf(index, ...(index % 2 ? ['ONE', 'OTHER'] : ['OTHER', 'ONE']))),
    );
  expect(await tally(orders)).toEqual({ ok: 60 });
  for (const id of ids) expect(await valuesOf(id)).toEqual([-60, -60]);
});

test('an order that its customer and an admin cancel at the same time gives its use back once', async () => {
  const id = await storePromotion(shop, { codes: ['TWICE'], limits: { uses: 5 } });
  const [kept, cancelled] = [
    await bob.caller.orders.place(input('TWICE')),
    await bob.caller.orders.place(input('TWICE')),
  ];
  const { id: idOrNumber } = cancelled;
  await Promise.all([
    ...times(5, () => bob.caller.orders.cancel({ idOrNumber })),
    ...times(5, () => ada.caller.admin.orders.cancel({ idOrNumber })),
  ]);
  expect([kept.status, await valuesOf(id)]).toEqual(['pending', [-1]]);
});

test('orders that are placed while an admin edits two promotions each see one state of both', async () => {
  const { id: vase } = await ada.caller.products.create({ name: 'Vase', price: 5_000, stock: 1_000 });
  const rule = (amount: number) => ({
    kind: 'products' as const,
    productIds: [vase],
    off: { kind: 'amount' as const, amount },
  });
  const order = (amount: number) => ({ kind: 'order' as const, off: { kind: 'amount' as const, amount } });
  const byCode = await storePromotion(shop, { codes: ['EDITED'], rule: order(1) });
  const automatic = await storePromotion(shop, { name: 'Edited too', automatic: true, rule: rule(1) });
  let isOver = false;
  const edit = async () => {
    for (let amount = 2; !isOver; amount += 1) {
      await shop.db.transact(async (tx) => {
        const { promotions } = tx.tables;
        await raisePricingVersion(tx);
        await tx
          .update(promotions)
          .set({ rule: order(amount) })
          .where(eq(promotions.id, byCode));
        await tx
          .update(promotions)
          .set({ rule: rule(amount) })
          .where(eq(promotions.id, automatic));
      });
      // SQLite answers at once, so that without this the orders would never get a turn.
      await endOfTurn();
    }
  };
  const editing = inFlight(edit());
  const placing = shoppers.slice(0, 60).map(async ({ caller }) => {
    for (let count = 0; count < 3; count += 1) {
      const { adjustments } = await caller.orders.place(
        orderInput({ items: [{ productId: vase, quantity: 1 }], codes: ['EDITED'] }),
      );
      const amounts = adjustments.filter(({ kind }) => kind === 'discount').map(({ amount }) => amount);
      expect(amounts).toEqual([amounts[0], amounts[0]]);
    }
  });
  await Promise.all(placing).finally(() => {
    isOver = true;
  });
  await editing;
});
