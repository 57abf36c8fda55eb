import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, inconsistencies, orderInput, refusalOf, type SignedUp } from '../../testing.ts';
import { verifyInventory } from './verify.ts';

/** 16 clients take a few seconds with 60 operations each. STOCK_OPERATIONS=10000 runs the full experiment. */
const perClient = Number(process.env['STOCK_OPERATIONS'] ?? 60);
const clients = 16;

const world = await createTestShop({ DATABASE_POOL_SIZE: '16' });
let admin: SignedUp;
const customers: SignedUp[] = [];
const variants: { id: string; productId: string }[] = [];

beforeAll(async () => {
  admin = await world.signUp({ role: 'admin' });
  for (let index = 0; index < clients; index += 1) customers.push(await world.signUp());
  for (const name of ['Mug', 'Shirt', 'Lamp']) {
    const product = await admin.caller.products.create({
      name,
      variants: ['S', 'M', 'L'].map((Size) => ({ options: { Size }, price: 100, stock: 20 })),
    });
    variants.push(...product.variants.map(({ id }) => ({ id, productId: product.id })));
  }
});
afterAll(() => world.close());

/** The same numbers in every run, so that a failure can be repeated. */
function randomNumbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const operations = ['adjust', 'set', 'reserve', 'reserve', 'reserve', 'release', 'ship', 'return'] as const;
/** The failures of a client that comes too late. */
const expected = new Set(['STOCK_RESERVED', 'STALE_VERSION', 'INSUFFICIENT_STOCK', 'VALIDATION']);

async function client(number: number): Promise<Record<string, number>> {
  const random = randomNumbers(number + 1);
  const { caller } = customers[number] ?? admin;
  const { products, admin: office } = admin.caller;
  const open: string[] = [];
  const shipped: { idOrNumber: string; lines: { variantId: string; quantity: number }[] }[] = [];
  const outcomes: Record<string, number> = {};
  const anyVariant = () => variants[random(variants.length)] ?? { id: '', productId: '' };

  const run: Record<(typeof operations)[number], () => Promise<unknown>> = {
    adjust: () =>
      products.stock.adjust({
        id: anyVariant().id,
        delta: random(2) === 0 ? -1 - random(5) : 1 + random(6),
        reason: 'moved',
      }),
    set: async () => {
      const { id, productId } = anyVariant();
      const product = await products.get({ idOrSlug: productId });
      const version = product.variants.find((variant) => variant.id === id)?.version ?? 0;
      return products.stock.set({ id, onHand: 5 + random(30), version, reason: 'counted' });
    },
    reserve: async () => {
      const items = Array.from({ length: 1 + random(3) }, () => ({
        variantId: anyVariant().id,
        quantity: 1 + random(3),
      }));
      open.push((await caller.orders.place({ ...orderInput({ items }), payment: { method: 'cod' } })).id);
    },
    release: async () => {
      const [id] = open.splice(random(open.length), 1);
      if (id !== undefined) await caller.orders.cancel({ idOrNumber: id });
    },
    ship: async () => {
      const [id] = open.splice(random(open.length), 1);
      if (id === undefined) return;
      const { items } = await office.orders.setStatus({ idOrNumber: id, status: 'shipped' });
      await office.orders.setStatus({ idOrNumber: id, status: 'delivered' });
      shipped.push({ idOrNumber: id, lines: items.map(({ variantId, quantity }) => ({ variantId, quantity })) });
    },
    return: async () => {
      const [order] = shipped.splice(random(shipped.length), 1);
      if (order) await office.orders.refund({ ...order, restock: true });
    },
  };

  for (let step = 0; step < perClient; step += 1) {
    const operation = operations[random(operations.length)] ?? 'adjust';
    const call = run[operation]();
    const outcome = await call.then(
      () => 'ok',
      async () => (await refusalOf(call)).code,
    );
    const key = outcome === 'ok' || expected.has(outcome) ? outcome : `${operation}: ${outcome}`;
    outcomes[key] = (outcomes[key] ?? 0) + 1;
  }
  return outcomes;
}

test('16 clients that adjust, set, reserve, release, ship and return at the same time leave no drift', {
  timeout: 60_000 + clients * perClient * 50,
}, async () => {
  const outcomes = await Promise.all(customers.map((_, number) => client(number)));
  expect(Object.keys(Object.assign({}, ...outcomes)).filter((key) => key !== 'ok' && !expected.has(key))).toEqual([]);
  expect(await verifyInventory(world.shop)).toEqual({ checked: variants.length, drifts: [] });
  if (perClient <= 1_000) expect(await inconsistencies(world.shop.db)).toEqual([]);
});
