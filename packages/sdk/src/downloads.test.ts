import { writePastOrders } from '@cartwright/api/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cartwright } from './client.ts';
import { isFailure } from './errors.ts';
import { address, openWorld, type World } from './testing/world.ts';

let world: World;
let admin: Cartwright;

beforeAll(async () => {
  world = await openWorld();
  const { accessToken } = await world.server.signUp({ role: 'admin' });
  admin = world.client({ headers: { authorization: `Bearer ${accessToken}` } });
  const line = { id: world.mug.variantId, productId: world.mug.id, sku: 'MUG', price: 1_200, quantity: 1 };
  await writePastOrders(world.server.shop.db, 1_200, () => ({ variants: [line], order: { note: 'ü🛒'.repeat(50) } }));
});
afterAll(() => world.close());

test('an export can be read whole, in pieces, or as bytes', async () => {
  const whole = await (await admin.admin.orders.export()).text();
  expect(whole.split('\r\n')).toHaveLength(1_202);

  const pieces: string[] = [];
  for await (const piece of await admin.admin.orders.export({ bom: true })) pieces.push(piece);
  expect(pieces.join('')).toBe(`\uFEFF${whole}`);

  const { body } = await admin.admin.orders.export({ from: '2026-01-01', status: 'delivered' });
  expect(await new Response(body).text()).toBe(whole);
});

test('all personal data of an account comes as one JSON document', async () => {
  const shop = await world.customer();
  const { id } = await shop.auth.addresses.create(address);
  const file = await shop.auth.exportMe();
  const data = JSON.parse(await file.text()) as { user: object; addresses: object[]; orders: object[] };
  expect(data).toMatchObject({ user: { name: 'Ada Lovelace' }, addresses: [{ id }], orders: [], cart: { count: 0 } });
});

test('one that is refused says so before it begins', async () => {
  const refused = (client: Cartwright, input: object = {}) =>
    client.admin.orders.export(input).catch((reason: unknown) => reason);
  const [nobody, badInput] = [await refused(world.client()), await refused(admin, { status: 'lost' })];
  expect(nobody).toMatchObject({ code: 'UNAUTHENTICATED', status: 401, procedure: 'admin.orders.export' });
  expect(isFailure(badInput, 'VALIDATION') && badInput.issues).toMatchObject([{ path: 'status' }]);
});

test('one that does not begin is tried again, and one that is not wanted ends with its reason', async () => {
  world.proxy.disruptions = ['refuse', { status: 503 }];
  expect(await (await admin.admin.orders.export({ q: 'nobody' })).text()).toMatch(/^number,[^\r]+\r\n$/);
  world.proxy.disruptions = [{ status: 200 }];
  expect(await admin.admin.orders.export().catch((reason: unknown) => reason)).toMatchObject({ code: 'NETWORK' });
  world.proxy.disruptions = [];

  const reason = new Error('not wanted');
  expect(
    await admin.admin.orders.export({}, { signal: AbortSignal.abort(reason) }).catch((error: unknown) => error),
  ).toBe(reason);
});

test('a session that has ended is renewed for it', async () => {
  const { user, refreshToken } = await world.server.signUp({ role: 'admin' });
  const stale = { userId: user.id, accessToken: 'ended', refreshToken, expiresAt: 0 };
  let tokens = { session: stale };
  const client = world.client({
    tokens: { load: () => tokens, save: (next) => void (tokens = next as typeof tokens) },
  });
  expect(await (await client.admin.orders.export({ q: 'nobody' })).text()).toContain('number');
});
