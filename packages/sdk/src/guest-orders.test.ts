import { afterAll, beforeAll, expect, test } from 'vitest';
import { isFailure } from './errors.ts';
import { address, openWorld, type World } from './testing/world.ts';
import { memoryTokens } from './tokens.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ GUEST_CHECKOUT: 'on' });
});
afterAll(() => world.close());

/** The input of an order of one mug. */
const orderOf = (email: string) => ({
  email,
  items: [{ variantId: world.mug.variantId, quantity: 1 }],
  shippingAddress: address,
  payment: { method: 'dummy' as const },
});

async function guest() {
  const tokens = memoryTokens();
  const shop = world.client({ tokens });
  await shop.cart.addItem({ productId: world.beans.id });
  return { shop, tokens };
}

test('a guest opens an order with its token, which the client does not store', async () => {
  const { shop, tokens } = await guest();
  const { orderToken, ...placed } = await shop.orders.place(orderOf(world.newEmail()));
  const other = await world.client().orders.get({ idOrNumber: placed.number }, { orderToken });
  expect(other).toMatchObject({ id: placed.id, number: placed.number });
  expect(JSON.stringify(await tokens.load())).not.toContain(orderToken);
  const refused = await shop.orders.get({ idOrNumber: placed.id }).catch((error: unknown) => error);
  expect(isFailure(refused, 'UNAUTHENTICATED')).toBe(true);
});

test('reads of two orders at the same moment each carry their own token', async () => {
  const { shop } = await guest();
  const placed = [
    await shop.orders.place(orderOf(world.newEmail())),
    await shop.orders.place(orderOf(world.newEmail())),
  ];
  const read = placed.map(({ id, orderToken }) => shop.orders.get({ idOrNumber: id }, { orderToken }));
  expect((await Promise.all(read)).map(({ id }) => id)).toEqual(placed.map(({ id }) => id));
  const [first, second] = placed;
  const foreign = shop.orders.get({ idOrNumber: first?.id ?? '' }, { orderToken: second?.orderToken });
  expect(isFailure(await foreign.catch((error: unknown) => error), 'NOT_FOUND')).toBe(true);
});

test('a guest follows, corrects and cancels an order by its token', async () => {
  const { shop } = await guest();
  const { id, orderToken, version } = await shop.orders.place(orderOf(world.newEmail()));
  const seen: string[] = [];
  for await (const { type } of shop.orders.onUpdate({ idOrNumber: id }, { orderToken })) {
    seen.push(type);
    if (type === 'placed') {
      const shippingAddress = { ...address, line1: '2 Mill Lane' };
      await shop.orders.updateAddress({ idOrNumber: id, version, shippingAddress }, { orderToken });
    }
    if (type === 'corrected') await shop.orders.cancel({ idOrNumber: id }, { orderToken });
    if (type === 'cancelled') break;
  }
  expect(seen).toEqual(['placed', 'corrected', 'cancelled']);
});
