import { listCall, runTogether } from '@cartwright/kernel/phases';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, guestContext, rowCounts, type SignedUp, valuesOrCodes } from '../testing.ts';
import { adding } from './add-item.ts';
import type { AddItemInput } from './schema.ts';

const world = await createTestShop();
const { shop } = world;
let ada: SignedUp;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
});
afterAll(() => world.close());

async function newVariant(stock: number): Promise<string> {
  const { variants } = await ada.caller.products.create({ name: 'Lamp', price: 1_000, stock });
  return variants[0]?.id ?? '';
}

interface Adding {
  readonly by?: SignedUp;
  readonly cartToken?: string;
  readonly key?: string;
  readonly input: AddItemInput;
}

async function add(...list: readonly Adding[]) {
  const calls = await Promise.all(
    list.map(async ({ by, cartToken, key, input }) => {
      const request = { accessToken: by?.accessToken, cartToken, ...(key !== undefined && { idempotencyKey: key }) };
      return listCall(await guestContext(shop, 'cart.addItem', request), input);
    }),
  );
  return valuesOrCodes(await runTogether(shop, calls, adding));
}

const counting = (count: number) =>
  expect.objectContaining({ cart: expect.objectContaining({ count }) as unknown }) as unknown;

test('adds to one cart in a list add up, and each is answered with the cart as it left it', async () => {
  const bob = await world.signUp();
  const [lamp, vase] = [await newVariant(5), await newVariant(9)];
  await bob.caller.cart.addItem({ variantId: lamp });
  const values = await add(
    { by: bob, input: { variantId: lamp, quantity: 2 } },
    { by: bob, input: { variantId: lamp, quantity: 3 } },
    { by: bob, input: { variantId: vase, quantity: 1 } },
    { by: bob, input: { variantId: lamp, quantity: 2 } },
  );
  expect(values).toEqual([counting(3), 'INSUFFICIENT_STOCK', counting(4), counting(6)]);
  const { items } = await bob.caller.cart.get();
  expect(items.map(({ variantId, quantity }) => [variantId, quantity])).toEqual([
    [lamp, 5],
    [vase, 1],
  ]);
});

test('the first adds of a customer in a list share one cart', async () => {
  const bob = await world.signUp();
  const variantId = await newVariant(9);
  const before = await rowCounts(shop.db);
  const input = { variantId, quantity: 1 };
  expect(await add({ by: bob, input }, { by: bob, input })).toEqual([counting(1), counting(2)]);
  expect((await rowCounts(shop.db)).carts).toBe((before.carts ?? 0) + 1);
  expect((await bob.caller.cart.get()).count).toBe(2);
});

test('guests without a cart get one each, with its token', async () => {
  const variantId = await newVariant(9);
  const input = { variantId, quantity: 2 };
  const { token: cartToken = '' } = await world.caller().cart.addItem(input);
  const values = await add({ input }, { cartToken, input }, { cartToken: 'of a cart long gone', input }, { input });
  expect(values).toEqual([counting(2), counting(4), counting(2), counting(2)]);
  const tokens = values.flatMap((value) => (typeof value === 'object' ? (value.token ?? []) : []));
  expect(new Set(tokens).size).toBe(3);
  for (const token of tokens) expect((await world.caller({ cartToken: token }).cart.get()).count).toBe(2);
});

test('a refused first add in a list leaves no cart and no key behind', async () => {
  const [bob, eve] = [await world.signUp(), await world.signUp()];
  const [variantId, soldOut] = [await newVariant(9), await newVariant(0)];
  const before = await rowCounts(shop.db);
  const values = await add(
    { by: bob, key: 'refused', input: { variantId: soldOut, quantity: 1 } },
    { by: eve, key: 'accepted', input: { variantId, quantity: 1 } },
  );
  expect(values).toEqual(['INSUFFICIENT_STOCK', counting(1)]);
  const after = await rowCounts(shop.db);
  const added = (table: string) => (after[table] ?? 0) - (before[table] ?? 0);
  expect(['carts', 'cartLines', 'idempotencyKeys'].map(added)).toEqual([1, 1, 1]);
});

test('one key twice in a list adds once', async () => {
  const bob = await world.signUp();
  const call = { by: bob, key: 'twice', input: { variantId: await newVariant(9), quantity: 2 } };
  expect(await add(call, call)).toEqual([counting(2), counting(2)]);
});

test('an expired cart is open again without its lines, once for a list', async () => {
  const bob = await world.signUp();
  const [lamp, vase] = [await newVariant(9), await newVariant(9)];
  const calls = [
    { by: bob, input: { variantId: lamp, quantity: 1 } },
    { by: bob, input: { variantId: vase, quantity: 1 } },
  ];
  await bob.caller.cart.addItem({ variantId: lamp, quantity: 4 });
  const { carts } = shop.db.tables;
  await shop.db.transact((tx) => tx.update(carts).set({ expiresAt: new Date(0) }));
  expect(await add(...calls)).toEqual([counting(1), counting(2)]);
  expect((await bob.caller.cart.get()).count).toBe(2);
});
