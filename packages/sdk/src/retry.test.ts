import { gate } from '@cartwright/api/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startRoughProxy } from './testing/rough-proxy.ts';
import { address, openWorld, password, type World, withEventIds } from './testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  world.proxy.seen.length = 0;
});
afterEach(() => {
  world.proxy.disruptions = [];
});

const order = () => ({
  items: [{ productId: world.mug.id, quantity: 1 }],
  shippingAddress: address,
  payment: { method: 'dummy' as const },
});

describe('a query', () => {
  test('is tried again when the connection is cut', async () => {
    world.proxy.disruptions = ['refuse', 'lose'];
    expect((await world.client().products.list()).items).toHaveLength(2);
    expect(world.proxy.seen).toHaveLength(3);
  });

  test.each([502, 503, 504])('is tried again when a proxy answers %i', async (status) => {
    world.proxy.disruptions = [{ status }];
    expect((await world.client().products.list()).items).toHaveLength(2);
  });

  test('waits as long as it is asked to', async () => {
    world.proxy.disruptions = [{ status: 503, headers: { 'retry-after': '1' } }];
    await world.client().products.list();
    const [first, second] = world.proxy.seen;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(990);
  });

  test('does not wait for longer than it may', async () => {
    world.proxy.disruptions = [{ status: 503, headers: { 'retry-after': '11' } }];
    await expect(world.client().products.list()).rejects.toMatchObject({
      code: 'NETWORK',
      status: 503,
      retryAfter: 11,
    });
    expect(world.proxy.seen).toHaveLength(1);
  });

  test('is given up after three tries, or as many as were allowed', async () => {
    world.proxy.disruptions = Array(9).fill('refuse');
    await expect(world.client().products.list()).rejects.toMatchObject({
      code: 'NETWORK',
      status: 0,
      isRetryable: true,
    });
    expect(world.proxy.seen).toHaveLength(3);
    await expect(world.client({ retry: { tries: 1 } }).products.list()).rejects.toMatchObject({ code: 'NETWORK' });
    expect(world.proxy.seen).toHaveLength(4);
  });

  test('is not repeated when its answer would be the same', async () => {
    await expect(world.client().products.get({ idOrSlug: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    world.proxy.disruptions = [{ status: 404 }];
    await expect(world.client().products.list()).rejects.toMatchObject({ code: 'NETWORK', isRetryable: false });
    expect(world.proxy.seen).toHaveLength(2);
  });

  test('that hangs counts as lost', async () => {
    world.proxy.disruptions = [gate().opened];
    expect((await world.client({ timeout: 500 }).products.list()).items).toHaveLength(2);
  });
});

describe('a mutation', () => {
  test('that takes a key is repeated with the same key, and has its effect once', async () => {
    const shop = await world.customer();
    world.proxy.seen.length = 0;
    world.proxy.disruptions = ['refuse', 'lose'];
    const placed = await shop.orders.place(order());
    expect(new Set(world.proxy.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(world.proxy.seen).toHaveLength(3);
    expect((await shop.orders.list()).items).toEqual([withEventIds(placed)]);
  });

  test('that takes none is sent once', async () => {
    const shop = world.client();
    world.proxy.disruptions = ['lose'];
    const registration = { email: world.newEmail(), password, name: 'Ada' };
    await expect(shop.auth.register(registration)).rejects.toMatchObject({ code: 'NETWORK', isRetryable: true });
    expect(world.proxy.seen).toHaveLength(1);
  });

  test('that opens an account is repeated with the key that it is given, and signs in where its tokens were lost', async () => {
    const shop = world.client();
    world.proxy.seen.length = 0;
    world.proxy.disruptions = ['lose'];
    const registration = { email: world.newEmail(), password, name: 'Ada' };
    const { user, accessToken } = await shop.auth.register(registration, { idempotencyKey: 'sign-up' });
    expect(accessToken).toEqual(expect.any(String));
    expect(await shop.auth.me()).toEqual(user);
    const called = world.proxy.seen.map(({ procedures }) => procedures);
    expect(called.slice(0, 3)).toEqual(['auth.register', 'auth.register', 'auth.login']);
  });

  test('is repeated while the first one with its key is still running', async () => {
    const shop = await world.customer();
    world.proxy.seen.length = 0;
    const data = { code: 'IDEMPOTENCY_IN_PROGRESS', httpStatus: 409, requestId: 'r' };
    const body = JSON.stringify({ error: { json: { code: -32_009, message: 'Still running.', data } } });
    world.proxy.disruptions = [{ status: 409, headers: { 'content-type': 'application/json' }, body }];
    expect(await shop.orders.place(order())).toMatchObject({ status: 'pending' });
    expect(world.proxy.seen).toHaveLength(2);
  });
});

describe('a signal', () => {
  test('ends a call at once, with its reason', async () => {
    world.proxy.disruptions = [gate().opened];
    const reason = new Error('The customer left');
    const controller = new AbortController();
    const call = world.client().products.list({}, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    await expect(call).rejects.toBe(reason);
  });

  test('ends the waiting between tries', async () => {
    world.proxy.disruptions = [{ status: 503, headers: { 'retry-after': '9' } }];
    await expect(world.client().products.list({}, { signal: AbortSignal.timeout(200) })).rejects.toThrow(DOMException);
    expect(world.proxy.seen).toHaveLength(1);
  });

  test('ends its own call of a batch and no other', async () => {
    world.proxy.disruptions = [300];
    const shop = world.client();
    const signal = AbortSignal.timeout(50);
    const [one, two] = await Promise.allSettled([shop.products.list({}, { signal }), shop.products.list()]);
    expect([one?.status, two?.status]).toEqual(['rejected', 'fulfilled']);
    expect(world.proxy.seen).toHaveLength(1);
  });

  test('that was given before the call keeps it from being sent', async () => {
    await expect(world.client().products.list({}, { signal: AbortSignal.abort() })).rejects.toThrow(DOMException);
    expect(world.proxy.seen).toHaveLength(0);
  });
});

test('a shop that is not there is said to be so', async () => {
  const { url, close } = await startRoughProxy(world.server.url);
  await close();
  const shop = world.client({ url, retry: { tries: 1 } });
  const place = url.replace('http://', '');
  await expect(shop.products.list()).rejects.toThrow(`No shop answered at ${url} (connect ECONNREFUSED ${place}).`);
});
