import { createTestShop, inconsistencies, orderInput, type SignedUp } from '@cartwright/api/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from '../src/testing/process.ts';

const world = await createTestShop();
const { db } = world.shop;
// SQLite belongs to one server. Several servers share Postgres.
const servers: ServerProcess[] = Array.from({ length: db.dialect === 'postgres' ? 2 : 1 }, () =>
  // Everything that is asked for is answered in the end, also on a busy machine.
  startServerProcess({ DATABASE_URL: world.database.url, DATABASE_WAIT_MS: '60000', WORKER: 'separate' }),
);
let urls: string[];
let ada: SignedUp;
let shoppers: SignedUp[];
beforeAll(async () => {
  urls = await Promise.all(servers.map(({ opened }) => opened));
  ada = await world.signUp({ role: 'admin' });
  shoppers = [];
  for (let count = 0; count < 200; count += 1) shoppers.push(await world.signUp());
});
afterAll(async () => {
  for (const { kill } of servers) kill('SIGTERM');
  await Promise.all(servers.map(({ ended }) => ended));
  await world.close();
});

/** Places an order at the servers in turn. */
function placeAt(turn: number, { accessToken }: SignedUp, input: object, headers: Record<string, string> = {}) {
  return fetch(`${urls[turn % urls.length]}/api/v1/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(input),
  });
}

async function placeAll(itemsOf: (index: number) => { productId: string; quantity: number }[]) {
  const answers = await Promise.all(
    shoppers.map(async (shopper, index) => {
      const answer = await placeAt(index, shopper, orderInput({ items: itemsOf(index) }));
      const { code } = (await answer.json()) as { code?: string };
      return code ?? String(answer.status);
    }),
  );
  return Object.fromEntries(
    [...new Set(answers)].sort().map((end) => [end, answers.filter((one) => one === end).length]),
  );
}

test('200 shoppers at once for 50 units: 50 orders, 150 are told, and the ledger is exact', async () => {
  const { id } = await ada.caller.products.create({ name: 'Vase', price: 2_500, stock: 50 });
  expect(await placeAll(() => [{ productId: id, quantity: 1 }])).toEqual({ '201': 50, INSUFFICIENT_STOCK: 150 });
  expect((await ada.caller.products.get({ idOrSlug: id })).available).toBe(0);
  expect(await inconsistencies(db)).toEqual([]);
});

test('200 orders of two lines in opposite orders all succeed', async () => {
  const [one, two] = await Promise.all(
    ['Cup', 'Saucer'].map((name) => ada.caller.products.create({ name, price: 500, stock: 200 })),
  );
  const lines = [one, two].map((product) => ({ productId: product!.id, quantity: 1 }));
  expect(await placeAll((index) => (index % 2 === 0 ? lines : [...lines].reverse()))).toEqual({ '201': 200 });
  expect(await inconsistencies(db)).toEqual([]);
});

test('one key sent 50 times at once orders once, and every answer is the same', async () => {
  const { orders } = db.tables;
  const { id } = await ada.caller.products.create({ name: 'Bowl', price: 500, stock: 99 });
  const before = await db.read.$count(orders);
  const input = orderInput({ items: [{ productId: id, quantity: 1 }] });
  const key = { 'idempotency-key': 'fifty-times' };
  const placing = Array.from({ length: 50 }, (_, turn) => placeAt(turn, shoppers[0]!, input, key));
  const answers = await Promise.all(placing);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
  expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
  expect(await db.read.$count(orders)).toBe(before + 1);

  const other = await placeAt(1, shoppers[0]!, { ...input, note: 'Ring twice' }, key);
  expect([other.status, await other.json()]).toEqual([
    422,
    expect.objectContaining({ code: 'IDEMPOTENCY_KEY_REUSED' }),
  ]);
  expect((await placeAt(1, shoppers[1]!, input, key)).status).toBe(201);
  expect(await db.read.$count(orders)).toBe(before + 2);
  expect((await ada.caller.products.get({ idOrSlug: id })).available).toBe(97);
});
