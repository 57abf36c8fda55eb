import { appRouter } from '@cartwright/api';
import { orderInput } from '@cartwright/api/testing';
import { operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, surfaces } from '../src/testing/surfaces.ts';
import { startTestServer } from '../src/testing.ts';

const lines: string[] = [];
const keep = (...facts: unknown[]) => void lines.push(JSON.stringify(facts));
const log = { debug: keep, info: keep, warn: keep, error: keep };
const server = await startTestServer({ GUEST_CHECKOUT: 'on' }, { worker: false, log });
afterAll(() => server.close());

const operationOf = (name: string) => operationsOf(appRouter).find((one) => one.name === name)!;
let productId = '';
beforeAll(async () => {
  const admin = await server.signUp({ role: 'admin' });
  productId = (await admin.caller.products.create({ name: 'Mug', price: 900, stock: 50 })).id;
});

let people = 0;

async function placed(surface: (typeof surfaces)[number]) {
  const { token = '' } = await server.caller().cart.addItem({ productId });
  people += 1;
  const input = orderInput({ email: `guest-${people}@example.com` });
  const answer = await ask(server.url, surface, operationOf('orders.place'), input, { 'x-cart-token': token });
  return answer.result as { id: string; number: string; orderToken: string };
}

describe.each(surfaces)('on %s', (surface) => {
  const call = (name: string, input: object, headers: Record<string, string> = {}) =>
    ask(server.url, surface, operationOf(name), input, headers);

  test('the token of an order opens this order and no other', async () => {
    const [one, other] = [await placed(surface), await placed(surface)];
    for (const name of ['orders.get', 'orders.onUpdate', 'orders.cancel']) {
      const statuses = [];
      for (const headers of [{}, { 'x-order-token': other.orderToken }, { 'x-order-token': one.orderToken }]) {
        const { status, failure } = await call(name, { idOrNumber: one.number }, headers);
        statuses.push([failure?.['code'] ?? 'ok', failure ? (failure['httpStatus'] ?? failure['status']) : status]);
      }
      expect([name, statuses]).toEqual([
        name,
        [
          ['UNAUTHENTICATED', 401],
          ['NOT_FOUND', 404],
          ['ok', 200],
        ],
      ]);
    }
  });
});

test('the token of an order is no parameter of an address, and stands in no log', async () => {
  const { id, orderToken } = await placed('rest');
  const address = `${server.url}/api/v1/orders/${id}`;
  expect((await fetch(`${address}?orderToken=${orderToken}`)).status).toBeGreaterThanOrEqual(400);
  expect((await fetch(address, { headers: { 'x-order-token': orderToken } })).status).toBe(200);
  const origin = 'http://localhost:5173';
  const preflight = await fetch(address, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-order-token' },
  });
  expect(preflight.headers.get('access-control-allow-headers')).toContain('x-order-token');
  const { id: another, orderToken: quiet } = await placed('trpc');
  await fetch(`${server.url}/api/v1/orders/${another}`, { headers: { 'x-order-token': quiet } });
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join()).not.toContain(quiet);
});
