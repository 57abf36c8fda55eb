import { createTestShop, inconsistencies, orderInput, type SignedUp } from '@cartwright/api/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServerProcess } from './testing/process.ts';

const world = await createTestShop();
const { db } = world.shop;
let bob: SignedUp;
let productIds: string[];
beforeAll(async () => {
  const ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  const products = await Promise.all(
    ['Mug', 'Lamp', 'Vase'].map((name) => ada.caller.products.create({ name, price: 900, stock: 1_000 })),
  );
  productIds = products.map(({ id }) => id);
});
afterAll(() => world.close());

/** Places an order at a server that dies after statement `step` of it; answers whether it lived to say so. */
async function survives(step: number, key: string): Promise<boolean> {
  const server = startServerProcess({
    DATABASE_URL: world.database.url,
    WORKER: 'separate',
    DIE_AFTER_STATEMENT: String(step),
    NODE_OPTIONS: `--import ${new URL('testing/dying.mjs', import.meta.url).href}`,
  });
  const url = await server.opened;
  const headers = {
    authorization: `Bearer ${bob.accessToken}`,
    'content-type': 'application/json',
    'idempotency-key': key,
  };
  const body = JSON.stringify(orderInput());
  const status = await fetch(`${url}/api/v1/orders`, { method: 'POST', headers, body }).then(
    (answer) => answer.status,
    () => 'no answer',
  );
  if (status === 'no answer') {
    expect(await server.ended).toBe('SIGKILL');
    return false;
  }
  expect(status).toBe(201);
  server.kill('SIGKILL');
  await server.ended;
  return true;
}

test('kill -9 after any statement of a checkout leaves the whole order or nothing, and its key ends with one order', async () => {
  const { orders } = db.tables;
  let step = 0;
  for (let lived = false; !lived; step += 1) {
    const key = `step-${step}`;
    for (const productId of productIds.slice(0, 1 + (step % 3))) await bob.caller.cart.addItem({ productId });
    const before = await db.read.$count(orders);
    lived = await survives(step, key);

    expect(await inconsistencies(db)).toEqual([]);
    const after = await db.read.$count(orders);
    const { waiting } = await db.queue.count();
    // A new order has three jobs waiting; half of one would show here.
    expect([before, before + 1]).toContain(after);
    expect(waiting).toBe(3 * after);

    const order = await bob.withKey(key).orders.place(orderInput());
    expect(await bob.withKey(key).orders.place(orderInput())).toEqual(order);
    expect(await db.read.$count(orders)).toBe(before + 1);
    expect((await bob.caller.cart.get()).items).toEqual([]);
  }
  // Every statement was died after: the claim, the cart, the prices, the stock, the order, the commit.
  expect(step).toBeGreaterThanOrEqual(6);
}, 120_000);
