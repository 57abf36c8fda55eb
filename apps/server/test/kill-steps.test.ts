import { randomInt } from 'node:crypto';
import { createTestShop, eventually, inconsistencies, orderInput, type SignedUp } from '@cartwright/api/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServerProcess } from '../src/testing/process.ts';

const world = await createTestShop();
const { db } = world.shop;
let ada: SignedUp;
let bob: SignedUp;
let productIds: string[];
/** A server that runs until the end. It makes the changes that no kill interrupts. */
const alive = startServerProcess({ DATABASE_URL: world.database.url, WORKER: 'separate' });
beforeAll(async () => {
  await alive.opened;
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  const names = ['Mug', 'Lamp'];
  const products = await Promise.all(
    names.map((name) => ada.caller.products.create({ name, price: 900, stock: 9_000 })),
  );
  productIds = products.map(({ id }) => id);
});
afterAll(async () => {
  alive.kill('SIGTERM');
  await alive.ended;
  await world.close();
});

/** A call of the API that changes an order. */
interface Change {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: object;
}

type Order = Awaited<ReturnType<SignedUp['caller']['admin']['orders']['get']>>;
type Prepare = (order: Order) => Promise<Change>;

const variantOf = (order: Order, index: number) => order.items[index]?.variantId ?? '';
const shipment = (order: Order, quantity: number): Change => ({
  method: 'POST',
  path: `/admin/orders/${order.id}/shipments`,
  body: { lines: [{ variantId: variantOf(order, 0), quantity }] },
});
async function ship(order: Order, quantity: number): Promise<string> {
  const lines = [{ variantId: variantOf(order, 0), quantity }];
  const { shipments } = await ada.caller.admin.orders.ship({ idOrNumber: order.id, lines });
  return shipments[0]?.id ?? '';
}

/** Makes an order ready for a change of each kind. */
const changes: Record<string, Prepare> = {
  'a shipment of a part': async (order) => shipment(order, 1),
  'a shipment of everything': async ({ id }) => ({
    method: 'POST',
    path: `/admin/orders/${id}/status`,
    body: { status: 'shipped' },
  }),
  'a shipment that came back': async (order) => ({
    method: 'PATCH',
    path: `/admin/shipments/${await ship(order, 2)}`,
    body: { status: 'returned_to_sender', restock: true },
  }),
  'a delivery': async (order) => ({
    method: 'PATCH',
    path: `/admin/shipments/${await ship(order, 2)}`,
    body: { status: 'delivered' },
  }),
  'a refund of a line': async (order) => ({
    method: 'POST',
    path: `/admin/orders/${order.id}/refund`,
    body: { lines: [{ variantId: variantOf(order, 0), quantity: 1 }], restock: true },
  }),
  'a cancellation': async ({ id }) => ({ method: 'POST', path: `/admin/orders/${id}/cancel`, body: {} }),
  'a cancellation of the rest': async (order) => {
    await ship(order, 1);
    return { method: 'POST', path: `/admin/orders/${order.id}/cancel`, body: { reason: 'out of stock' } };
  },
};

const seed = Number(process.env['KILL_SEED'] ?? randomInt(2 ** 31));
/** By default, every fourth statement of one change, which the seed chooses. `npm run test:kill` tries all of all. */
const isLong = process.env['KILL_STEPS'] === 'all';
const stride = isLong ? 1 : 4;
const names = Object.keys(changes);
const chosen = isLong ? names : names.slice(seed % names.length).slice(0, 1);

async function paidOrder(): Promise<Order> {
  const items = productIds.map((productId) => ({ productId, quantity: 2 }));
  const { id } = await bob.caller.orders.place(orderInput({ items }));
  await world.drainJobs();
  return read(id);
}

const read = (id: string) => ada.caller.admin.orders.get({ idOrNumber: id });

/** The parts of an order that a change can affect, without ids and times. */
function viewOf(order: Order) {
  const { status, fulfillmentStatus, paymentStatus, items, shipments, refunds, timeline, jobs } = order;
  return {
    status,
    fulfillmentStatus,
    paymentStatus,
    items: items.map(({ quantity, shippedQuantity, cancelledQuantity, returnedQuantity }) => {
      return [quantity, shippedQuantity, cancelledQuantity, returnedQuantity];
    }),
    shipments: shipments.map((one) => [one.status, one.lines.map(({ quantity }) => quantity)]),
    refunds: refunds.map(({ amount, lines }) => [amount, lines.map(({ quantity }) => quantity)]),
    timeline: timeline.map(({ type }) => type),
    jobs: jobs.map(({ name }) => name).sort(),
  };
}

/** Sends a change to a server. Tells whether the server answered. */
async function send(url: string, { method, path, body }: Change, key: string): Promise<boolean> {
  const headers = {
    authorization: `Bearer ${ada.accessToken}`,
    'content-type': 'application/json',
    'idempotency-key': key,
  };
  const answer = await fetch(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) }).then(
    async (response) => ({ status: response.status, text: await response.text() }),
    () => 'none' as const,
  );
  if (answer !== 'none') expect(answer.status, answer.text).toBeLessThan(300);
  return answer !== 'none';
}

/** Sends a change to a server that dies after statement `step`. Tells whether the server answered before. */
async function sendToDying(change: Change, key: string, step: number): Promise<boolean> {
  const server = startServerProcess({
    DATABASE_URL: world.database.url,
    WORKER: 'separate',
    DIE_AFTER_STATEMENT: String(step),
    NODE_OPTIONS: `--import ${new URL('../src/testing/dying.mjs', import.meta.url).href}`,
  });
  const isAnswered = await send(await server.opened, change, key);
  server.kill('SIGKILL');
  expect(await server.ended).toBe('SIGKILL');
  return isAnswered;
}

test.each(chosen)(
  `kill -9 after any statement of %s leaves all of it or nothing, and a repeat ends it (seed ${seed})`,
  async (name) => {
    const prepare = changes[name] ?? (() => Promise.reject(new Error(`There is no change ${name}.`)));
    const model = await paidOrder();
    const change = await prepare(model);
    const before = viewOf(await read(model.id));
    expect(await send(await alive.opened, change, `model-${model.id}`)).toBe(true);
    const after = viewOf(await read(model.id));
    expect(after).not.toEqual(before);

    let step = seed % stride;
    for (let lived = false; !lived; step += stride) {
      const order = await paidOrder();
      const own = await prepare(order);
      const key = `step-${step}-${order.id}`;
      lived = await sendToDying(own, key, step);
      // Postgres may still commit the server's last statements while the check reads.
      await eventually(async () => expect(await inconsistencies(db)).toEqual([]));
      const found = viewOf(await read(order.id));
      expect([before, after], `killed after statement ${step}`).toContainEqual(found);
      if (lived) expect(found).toEqual(after);
      else expect(await send(await alive.opened, own, key)).toBe(true);
      expect(viewOf(await read(order.id))).toEqual(after);
    }
    expect(step).toBeGreaterThan(stride);
  },
  600_000,
);
