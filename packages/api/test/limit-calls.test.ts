import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createContext } from '../src/context.ts';
import { createCaller } from '../src/router.ts';
import { createTestShop, orderInput, refusalOf, type SignedUp, tally } from '../src/testing.ts';

const world = await createTestShop({ RATE_LIMITS: 'on' });
afterAll(() => world.close());

let productId: string;
beforeAll(async () => {
  const ada = await world.signUp({ role: 'admin' });
  productId = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 500 })).id;
});

const input = () => orderInput({ items: [{ productId, quantity: 1 }] });
const place = (who: SignedUp, key: string) => who.withKey(key).orders.place(input());

describe('a replay', () => {
  test('costs no point: after any number of them as many orders are taken as without', async () => {
    const bob = await world.signUp();
    const replays = [];
    for (let call = 0; call < 14; call += 1) replays.push(place(bob, 'sent-again'));
    expect(await tally(replays)).toEqual({ ok: 14 });
    const others = [];
    for (let call = 0; call < 10; call += 1) others.push(place(bob, `order-${call}`));
    expect(await tally(others)).toEqual({ ok: 9, RATE_LIMITED: 1 });
    expect((await bob.caller.orders.list({ limit: 100 })).items).toHaveLength(10);
  });

  test('is answered over the limit too, where neither a new key nor another input is', async () => {
    const bob = await world.signUp();
    const first = await place(bob, 'first');
    for (let call = 1; call < 10; call += 1) await place(bob, `order-${call}`);
    expect(await refusalOf(place(bob, 'new'))).toMatchObject({ code: 'RATE_LIMITED' });
    expect((await place(bob, 'first')).id).toBe(first.id);
    const other = bob.withKey('first').orders.place({ ...input(), note: 'Ring twice' });
    expect(await refusalOf(other)).toEqual({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect((await bob.caller.orders.list({ limit: 100 })).items).toHaveLength(10);
  });

  test('in one request with another call gives that call nothing back', async () => {
    const bob = await world.signUp();
    for (let order = 0; order < 10; order += 1) {
      const request = {
        requestId: 'test',
        ip: '127.0.0.1',
        accessToken: bob.accessToken,
        idempotencyKey: `b-${order}`,
      };
      await createCaller(createContext(world.shop, request)).cart.addItem({ productId });
      // Both calls of a batch have the request's key, and write to the same reply.
      const batch = createCaller(createContext(world.shop, request));
      await batch.cart.addItem({ productId });
      await batch.orders.place(input());
    }
    expect(await refusalOf(place(bob, 'eleventh'))).toMatchObject({ code: 'RATE_LIMITED' });
  });
});
