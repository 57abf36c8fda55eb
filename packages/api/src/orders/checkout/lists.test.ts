import { verifyBalances } from '@cartwright/kernel/balances/verify';
import { runTogether } from '@cartwright/kernel/phases';
import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  createTestShop,
  customerContext,
  inconsistencies,
  orderInput,
  rowCounts,
  type SignedUp,
  storePromotion,
  valuesOrCodes,
} from '../../testing.ts';
import { placeOrderInput } from '../schema.ts';
import { placeCall, placing } from './place.ts';

const world = await createTestShop();
const { shop } = world;
let ada: SignedUp;
let bob: SignedUp;
let eve: SignedUp;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  eve = await world.signUp();
});
afterEach(async () => expect(await inconsistencies(shop.db)).toEqual([]));
afterAll(() => world.close());

const newProduct = async (stock: number) =>
  (await ada.caller.products.create({ name: 'Lamp', price: 1_000, stock })).id;
const availableOf = async (id: string) => (await ada.caller.products.get({ idOrSlug: id })).available;

interface Placing {
  readonly by: SignedUp;
  readonly codes?: readonly string[];
  readonly items?: readonly { readonly productId: string; readonly quantity: number }[];
  readonly key?: string;
  readonly requestId?: string;
}

async function callOf({ by: { accessToken }, items, codes, key, requestId = 'test' }: Placing) {
  const request = { accessToken, requestId, ...(key !== undefined && { idempotencyKey: key }) };
  const ctx = await customerContext(shop, 'orders.place', request);
  const input = placeOrderInput.parse(
    orderInput({ ...(items && { items: [...items] }), ...(codes && { codes: [...codes] }) }),
  );
  return { ...(await placeCall(ctx, input)), origin: { requestId } };
}

async function place(...list: readonly Placing[]) {
  const calls = await Promise.all(list.map(callOf));
  const outcomes = await runTogether(shop, calls, placing);
  return { outcomes, calls, values: valuesOrCodes(outcomes) };
}

const one = (productId: string, quantity = 1) => [{ productId, quantity }];
const withItems = (quantities: readonly number[]) =>
  quantities.map((quantity) => expect.objectContaining({ items: [expect.objectContaining({ quantity })] }) as unknown);

test('the orders of a list get the last uses of a code in the order of their arrival', async () => {
  const id = await newProduct(9);
  const promotionId = await storePromotion(shop, { codes: ['LISTED'], limits: { uses: 2, usesPerCustomer: 1 } });
  const coded = { items: one(id), codes: ['LISTED'] };
  const { values } = await place(
    { by: bob, ...coded },
    { by: bob, ...coded },
    { by: eve, items: one(id, 99), codes: ['LISTED'] },
    { by: eve, ...coded },
    { by: ada, ...coded },
    { by: ada, items: one(id) },
  );
  const discount = (amount: number) => expect.objectContaining({ discount: amount }) as unknown;
  const refusals = ['PROMOTION_NOT_APPLICABLE', 'INSUFFICIENT_STOCK', 'PROMOTION_EXHAUSTED'] as const;
  expect(values).toEqual([discount(100), refusals[0], refusals[1], discount(100), refusals[2], discount(0)]);
  const { balances } = shop.db.tables;
  const uses = and(eq(balances.ownerId, promotionId), eq(balances.kind, 'uses'));
  expect(await shop.db.read.select({ value: balances.value }).from(balances).where(uses)).toEqual([{ value: -2 }]);
  expect((await verifyBalances(shop)).drifts).toEqual([]);
});

test('the orders of a list get the last pieces in the order of their arrival', async () => {
  const id = await newProduct(3);
  const { values, outcomes } = await place(
    { by: bob, items: one(id, 2) },
    { by: eve, items: one(id, 2) },
    { by: eve, items: one(id) },
    { by: bob, items: one(id) },
  );
  expect(values).toEqual([withItems([2])[0], 'INSUFFICIENT_STOCK', withItems([1])[0], 'INSUFFICIENT_STOCK']);
  expect(outcomes[1]).toMatchObject({ reason: { facts: { available: 1, lines: [{ requested: 2, available: 1 }] } } });
  expect(await availableOf(id)).toBe(0);
  const search = await world.caller().products.list({ inStock: true });
  expect(search.items.map((product) => product.id)).not.toContain(id);
});

test('a refused order in the middle of a list writes nothing, not even its key', async () => {
  const id = await newProduct(9);
  const before = await rowCounts(shop.db);
  const list = (key: string) =>
    place(
      { by: bob, items: one(id), key: `${key}-1` },
      { by: bob, items: one(id, 50), key: `${key}-2` },
      { by: eve, items: one(id), key: `${key}-3` },
    );
  const { values } = await list('middle');
  expect(values).toEqual([expect.any(Object), 'INSUFFICIENT_STOCK', expect.any(Object)]);
  const after = await rowCounts(shop.db);
  const added = (table: string) => (after[table] ?? 0) - (before[table] ?? 0);
  expect(['orders', 'orderLines', 'idempotencyKeys', 'stockLedger'].map(added)).toEqual([2, 2, 2, 2]);
  const again = await place({ by: bob, items: one(id, 2), key: 'middle-2' });
  expect(again.values).toEqual(withItems([2]));
});

test('a list of which every order is refused writes nothing', async () => {
  const id = await newProduct(1);
  const before = await rowCounts(shop.db);
  const { values } = await place({ by: bob, items: one(id, 2), key: 'all-1' }, { by: eve, key: 'all-2' });
  expect(values).toEqual(['INSUFFICIENT_STOCK', 'CART_EMPTY']);
  expect(await rowCounts(shop.db)).toEqual(before);
});

test('one key twice in a list orders once, and the second call replays the answer of the first', async () => {
  const id = await newProduct(9);
  const call = { by: bob, items: one(id, 2), key: 'twice' };
  const { values, calls } = await place(call, call, { ...call, by: eve });
  const [first, second, other] = values as { id: string }[];
  expect(second).toEqual(first);
  expect(other?.id).not.toBe(first?.id);
  expect(calls.map(({ ctx }) => [ctx.call?.isReplay, ctx.reply.replayed])).toEqual([
    [false, false],
    [true, true],
    [false, false],
  ]);
  expect(await availableOf(id)).toBe(5);
});

test('one key with two inputs in a list orders the first and refuses the second', async () => {
  const id = await newProduct(9);
  const key = 'two-inputs';
  const { values } = await place({ by: bob, items: one(id), key }, { by: bob, items: one(id, 2), key });
  expect(values).toEqual([...withItems([1]), 'IDEMPOTENCY_KEY_REUSED']);
});

test('a key whose first call in a list is refused is free for the second', async () => {
  const id = await newProduct(2);
  const key = 'second-chance';
  const { values } = await place({ by: bob, items: one(id, 3), key }, { by: bob, items: one(id, 2), key });
  expect(values).toEqual(['INSUFFICIENT_STOCK', ...withItems([2])]);
});

test('a key that was used before a list is replayed within it', async () => {
  const id = await newProduct(9);
  const call = { by: bob, items: one(id), key: 'before' };
  const [first] = (await place(call)).values;
  const { values } = await place({ by: eve, items: one(id) }, call);
  expect(values).toEqual([...withItems([1]), first]);
  expect(await availableOf(id)).toBe(7);
});

test('of two orders of one cart in a list the first gets it, and the second finds it empty', async () => {
  const id = await newProduct(9);
  await bob.caller.cart.addItem({ productId: id, quantity: 3 });
  await eve.caller.cart.addItem({ productId: id, quantity: 2 });
  const { values } = await place({ by: bob }, { by: bob }, { by: eve });
  expect(values).toEqual([withItems([3])[0], 'CART_EMPTY', withItems([2])[0]]);
  expect([(await bob.caller.cart.get()).count, (await eve.caller.cart.get()).count]).toEqual([0, 0]);
  expect(await availableOf(id)).toBe(4);
});

test('a refused order leaves its cart to a later order of the list', async () => {
  const [id, scarce] = [await newProduct(9), await newProduct(1)];
  await bob.caller.cart.addItem({ productId: id });
  await bob.caller.cart.addItem({ productId: scarce });
  const { values } = await place({ by: eve, items: one(scarce) }, { by: bob }, { by: bob, items: one(id) });
  expect(values).toEqual([...withItems([1]), 'INSUFFICIENT_STOCK', ...withItems([1])]);
  expect((await bob.caller.cart.clear()).count).toBe(0);
});

test('an error of one order makes every order of a list run alone', async () => {
  const id = await newProduct(9);
  const [good, bad, last] = await Promise.all(
    [bob, eve, bob].map((by, index) => callOf({ by, items: one(id), key: `alone-${index}` })),
  );
  if (!good || !bad || !last) throw new Error('There are three calls.');
  // The account is erased before the order is written.
  const { signedIn } = bad.ctx;
  if (!signedIn) throw new Error('Eve is signed in.');
  const erased = { ...signedIn, user: { ...signedIn.user, id: crypto.randomUUID() } };
  const list = [good, { ...bad, ctx: { ...bad.ctx, signedIn: erased } }, last];
  const outcomes = await runTogether(shop, list, placing);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await availableOf(id)).toBe(7);
});

test('the jobs of each order carry the id of its own request', async () => {
  const id = await newProduct(9);
  await place({ by: bob, items: one(id), requestId: 'of-bob' }, { by: eve, items: one(id), requestId: 'of-eve' });
  const jobs = await shop.db.queue.list({ limit: 6 });
  const origins = jobs.map(({ payload }) => (payload as { _origin?: { requestId?: string } })._origin?.requestId);
  const jobsOf = (requestId: string) => origins.filter((origin) => origin === requestId).length;
  expect([jobsOf('of-bob'), jobsOf('of-eve')]).toEqual([3, 3]);
});
