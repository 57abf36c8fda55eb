import { verifyBalances } from '@cartwright/kernel/balances/verify';
import { asc, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  createTestShop,
  editPromotion,
  inconsistencies,
  orderInput,
  refusalOf,
  type SignedUp,
  storePromotion,
} from '../../testing.ts';

const world = await createTestShop();
const { shop } = world;
let [ada, bob, eve] = [] as unknown as [SignedUp, SignedUp, SignedUp];
let productId = '';
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  eve = await world.signUp();
  productId = (await ada.caller.products.create({ name: 'Mug', price: 2_000, stock: 1_000 })).id;
});
afterEach(async () => {
  expect(await inconsistencies(shop.db)).toEqual([]);
  expect((await verifyBalances(shop)).drifts).toEqual([]);
});
afterAll(() => world.close());

type Input = Parameters<typeof orderInput>[0];
const mug = (fields: Input = {}) => orderInput({ items: [{ productId, quantity: 1 }], ...fields });
const withCode = (...codes: string[]) => mug({ codes });

/** The balances of a promotion, and the changes of each. */
async function balancesOf(ownerId: string) {
  const { balances, balanceLedger: l } = shop.db.tables;
  const rows = await shop.db.read
    .select({ id: balances.id, kind: balances.kind, value: balances.value })
    .from(balances)
    .where(eq(balances.ownerId, ownerId))
    .orderBy(asc(balances.kind));
  const found: Record<string, number[]> = {};
  for (const { id, kind, value } of rows) {
    const changes = await shop.db.read.select({ change: l.change }).from(l).where(eq(l.balanceId, id)).orderBy(l.id);
    found[kind] = [value, ...changes.map(({ change }) => change)];
  }
  return found;
}

test("an order takes the cart's codes, keeps their discounts as rows, and empties them with the cart", async () => {
  await storePromotion(shop, { codes: ['TEN'] });
  await bob.caller.cart.addItem({ productId, quantity: 2 });
  const cart = await bob.caller.cart.applyCode({ code: 'TEN' });
  const quote = await bob.caller.orders.quote(orderInput());
  expect(quote).toMatchObject({ discount: cart.discount, subtotal: cart.subtotal, problems: [] });
  const order = await bob.caller.orders.place(orderInput({ expectedTotal: quote.total }));
  expect(order).toMatchObject({
    discount: 400,
    items: [{ discount: 400 }],
    adjustments: [{ kind: 'discount', amount: -400, label: 'TEN' }, { kind: 'shipping' }],
  });
  expect(await bob.caller.cart.get()).toMatchObject({ items: [], codes: [] });
});

test('codes of the input count instead of those of the cart, and given items leave the cart alone', async () => {
  await storePromotion(shop, { codes: ['FIVE'], rule: { kind: 'order', off: { kind: 'amount', amount: 500 } } });
  await bob.caller.cart.addItem({ productId });
  await bob.caller.cart.applyCode({ code: 'FIVE' });
  expect(await bob.caller.orders.quote(orderInput({ codes: [] }))).toMatchObject({ discount: 0 });
  expect(await bob.caller.orders.place(mug())).toMatchObject({ discount: 0 });
  expect(await bob.caller.orders.place(withCode('five'))).toMatchObject({ discount: 500 });
  expect(await bob.caller.cart.get()).toMatchObject({ codes: ['FIVE'], discount: 500 });
  expect(await bob.caller.orders.place(orderInput({ codes: [] }))).toMatchObject({ discount: 0 });
  expect(await bob.caller.cart.get()).toMatchObject({ codes: [] });
});

test('a code that does not fit is a problem of the quote, and the order is refused with the same reason', async () => {
  await storePromotion(shop, { codes: ['ABROAD'], conditions: { countries: ['DE'] } });
  const archived = await storePromotion(shop, { codes: ['OLD'] });
  await editPromotion(shop, archived, { archivedAt: shop.clock.now() });
  for (const [promotionCode, reason] of [
    ['NOWHERE', 'unknown'],
    ['ABROAD', 'country'],
    ['OLD', 'expired'],
  ] as const) {
    const { problems, discount } = await bob.caller.orders.quote(withCode(promotionCode));
    expect([discount, problems]).toMatchObject([0, [{ code: 'PROMOTION_NOT_APPLICABLE', promotionCode, reason }]]);
    const refusal = { code: 'PROMOTION_NOT_APPLICABLE', promotionCode, reason };
    expect(await refusalOf(bob.caller.orders.place(withCode(promotionCode)))).toEqual(refusal);
  }
  for (const code of ['x'.repeat(300), 'СКИДКА', 'a b']) {
    expect((await refusalOf(bob.caller.orders.place(withCode(code)))).code).toBe('VALIDATION');
  }
  const eleven = Array.from({ length: 11 }, (_, index) => `CODE-${index}`);
  expect((await refusalOf(bob.caller.orders.quote(withCode(...eleven)))).code).toBe('VALIDATION');
});

test('a cart whose code is removed or archived is ordered without it or refused', async () => {
  const id = await storePromotion(shop, { codes: ['SHORT-LIVED'] });
  await bob.caller.cart.addItem({ productId });
  await bob.caller.cart.applyCode({ code: 'SHORT-LIVED' });
  await editPromotion(shop, id, { archivedAt: shop.clock.now() });
  expect(await bob.caller.cart.get()).toMatchObject({ discount: 0, issues: [{ reason: 'expired' }] });
  expect(await refusalOf(bob.caller.orders.place(orderInput()))).toMatchObject({ reason: 'expired' });
  await bob.caller.cart.removeCode({ code: 'SHORT-LIVED' });
  expect(await bob.caller.orders.place(orderInput())).toMatchObject({ discount: 0 });
});

test('each limit ends with its last use, and every use has one row in the ledger', async () => {
  const limits = { uses: 3, usesPerCustomer: 2, budget: 10_000 };
  const id = await storePromotion(shop, { codes: ['LIMITED', 'OTHER'], usesPerCode: 2, limits });
  await bob.caller.orders.place(withCode('LIMITED'));
  await bob.caller.orders.place(withCode('LIMITED'));
  expect(await refusalOf(bob.caller.orders.place(withCode('OTHER')))).toEqual({
    code: 'PROMOTION_NOT_APPLICABLE',
    promotionCode: 'OTHER',
    reason: 'used_by_you',
  });
  const exhausted = { code: 'PROMOTION_EXHAUSTED', promotionCode: 'LIMITED' };
  expect(await refusalOf(eve.caller.orders.place(withCode('LIMITED')))).toEqual(exhausted);
  expect(await eve.caller.orders.quote(withCode('LIMITED'))).toMatchObject({
    problems: [{ ...exhausted, reason: 'used_up' }],
  });
  await eve.caller.orders.place(withCode('OTHER'));
  expect(await refusalOf(eve.caller.orders.place(withCode('OTHER')))).toMatchObject({ code: 'PROMOTION_EXHAUSTED' });
  expect(await balancesOf(id)).toMatchObject({ uses: [-3, -1, -1, -1], budget: [-600, -200, -200, -200] });
});

test('a discount over what is left of a budget is refused whole', async () => {
  const id = await storePromotion(shop, { codes: ['BUDGET'], limits: { budget: 500 } });
  await bob.caller.orders.place(withCode('BUDGET'));
  await bob.caller.orders.place(withCode('BUDGET'));
  const refusal = { code: 'PROMOTION_EXHAUSTED', promotionCode: 'BUDGET' };
  expect(await refusalOf(bob.caller.orders.place(withCode('BUDGET')))).toEqual(refusal);
  expect(await balancesOf(id)).toEqual({ budget: [-400, -200, -200] });
});

test('a limit that an admin lowers under what was used refuses, and one that is raised allows again', async () => {
  const id = await storePromotion(shop, { codes: ['EDITED'], limits: { uses: 5 } });
  for (let uses = 0; uses < 3; uses += 1) await bob.caller.orders.place(withCode('EDITED'));
  await editPromotion(shop, id, { usesLimit: 2 });
  expect((await refusalOf(bob.caller.orders.place(withCode('EDITED')))).code).toBe('PROMOTION_EXHAUSTED');
  await editPromotion(shop, id, { usesLimit: 4 });
  await bob.caller.orders.place(withCode('EDITED'));
  expect((await refusalOf(bob.caller.orders.place(withCode('EDITED')))).code).toBe('PROMOTION_EXHAUSTED');
});

test('a first order is the first one that is not cancelled, over all promotions', async () => {
  const firstOrder = { conditions: { firstOrder: true as const } };
  await storePromotion(shop, { codes: ['WELCOME'], ...firstOrder });
  await storePromotion(shop, { codes: ['HELLO'], ...firstOrder });
  const carol = await world.signUp();
  const order = await carol.caller.orders.place(withCode('WELCOME'));
  for (const code of ['WELCOME', 'HELLO']) {
    expect(await refusalOf(carol.caller.orders.place(withCode(code)))).toMatchObject({ reason: 'customer' });
  }
  await carol.caller.orders.cancel({ idOrNumber: order.id });
  expect(await carol.caller.orders.place(withCode('HELLO'))).toMatchObject({ discount: 200 });
  expect(await refusalOf(bob.caller.orders.place(withCode('WELCOME')))).toMatchObject({ reason: 'customer' });
});

test('an automatic promotion that is used up no longer applies, and a total that was seen before is refused', async () => {
  const { id: lamp } = await ada.caller.products.create({ name: 'Lamp', price: 1_000, stock: 10 });
  const rule = { kind: 'products' as const, productIds: [lamp], off: { kind: 'amount' as const, amount: 100 } };
  const id = await storePromotion(shop, { automatic: true, rule, limits: { uses: 1 } });
  const input = orderInput({ items: [{ productId: lamp, quantity: 1 }] });
  const { total } = await eve.caller.orders.quote(input);
  expect(await bob.caller.orders.place({ ...input, expectedTotal: total })).toMatchObject({ discount: 100 });
  const refusal = await refusalOf(eve.caller.orders.place({ ...input, expectedTotal: total }));
  expect(refusal).toMatchObject({ code: 'PRICE_CHANGED', quote: { discount: 0 } });
  expect(await eve.caller.orders.place(input)).toMatchObject({ discount: 0 });
  expect(await balancesOf(id)).toEqual({ uses: [-1, -1] });
});

test('the same key takes one use and answers with the same order', async () => {
  const id = await storePromotion(shop, { codes: ['ONCE'], limits: { uses: 5 } });
  const { orders } = bob.withKey('coded');
  const order = await orders.place(withCode('ONCE'));
  expect(await orders.place(withCode('ONCE'))).toEqual(order);
  expect(await balancesOf(id)).toEqual({ uses: [-1, -1] });
});

test('an order that is cancelled or expires gives its uses back once, and a refund gives none', async () => {
  const id = await storePromotion(shop, { codes: ['BACK'], limits: { uses: 4, budget: 5_000 } });
  const place = (token: 'ok' | 'decline' = 'ok') => bob.caller.orders.place(mug({ codes: ['BACK'], token }));
  const [own, office, unpaid, refunded] = [await place(), await place(), await place('decline'), await place()];
  await bob.caller.orders.cancel({ idOrNumber: own.id });
  await bob.caller.orders.cancel({ idOrNumber: own.id });
  await ada.caller.admin.orders.cancel({ idOrNumber: office.id });
  await world.drainJobs();
  await ada.caller.admin.orders.refund({ idOrNumber: refunded.id });
  world.clock.advance({ hours: 2 });
  await world.drainJobs();
  const { orders } = shop.db.tables;
  expect(await shop.db.read.select({ status: orders.status }).from(orders).where(eq(orders.id, unpaid.id))).toEqual([
    { status: 'cancelled' },
  ]);
  const [uses, budget] = [
    [-1, -1, -1, -1],
    [-200, -200, -200, -200],
  ];
  expect(await balancesOf(id)).toEqual({ uses: [-1, ...uses, 1, 1, 1], budget: [-200, ...budget, 200, 200, 200] });
});
