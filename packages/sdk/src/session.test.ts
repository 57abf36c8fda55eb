import { eventually, gate, inFlight } from '@cartwright/api/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Cartwright } from './client.ts';
import { address, openWorld, password, type World } from './testing/world.ts';
import { memoryTokens, type TokenStore, type Tokens } from './tokens.ts';

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

const calls = (procedure: string) => world.proxy.seen.filter(({ procedures }) => procedures.includes(procedure)).length;
const letAccessTokensEnd = () => world.server.clock.advance({ minutes: 31 });
/** Ends every session on the server, so that neither token is valid. */
const letSessionsEnd = () => world.server.clock.advance({ days: 31 });
const kept = (store: TokenStore) => store.load() as Tokens;

describe('a session', () => {
  test('is kept from register, or login, to logout', async () => {
    const store = memoryTokens();
    const shop = world.client({ tokens: store });
    const email = world.newEmail();
    await shop.auth.register({ email, password, name: 'Ada' });
    expect((await shop.auth.me()).email).toBe(email);
    await shop.auth.logout();
    expect(store.load()).toEqual({ deviceToken: expect.any(String) });
    await expect(shop.auth.me()).rejects.toMatchObject({ code: 'UNAUTHENTICATED', needsSignIn: true });
    await shop.auth.login({ email, password });
    expect((await shop.auth.me()).email).toBe(email);
  });

  test('leaves what says that the client is known, which goes along when codes and logins are asked for', async () => {
    const store = memoryTokens();
    const shop = world.client({ tokens: store });
    const email = world.newEmail();
    await shop.auth.register({ email, password, name: 'Ada' });
    const { deviceToken } = kept(store);
    await shop.auth.logout();
    world.proxy.seen.length = 0;
    await shop.auth.requestPasswordReset({ email });
    await shop.auth.login({ email, password });
    await shop.auth.me();
    const sent = world.proxy.seen.map(({ headers }) => headers['x-device-token']);
    expect(sent).toEqual([deviceToken, deviceToken, undefined]);
    expect(kept(store).deviceToken).not.toBe(undefined);
  });

  test('is forgotten at logout even when the shop does not hear of it', async () => {
    const store = memoryTokens();
    const shop = await world.customer({ tokens: store });
    world.proxy.disruptions = ['refuse'];
    await expect(shop.auth.logout()).rejects.toMatchObject({ code: 'NETWORK' });
    expect(store.load()).toEqual({ deviceToken: expect.any(String) });
  });

  test('outlives a deletion that was refused, but not one that was made', async () => {
    const store = memoryTokens();
    const shop = await world.customer({ tokens: store });
    await expect(shop.auth.deleteMe({ password: 'wrong horse' })).rejects.toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
    await shop.auth.me();
    await shop.auth.deleteMe({ password });
    expect(store.load()).toEqual({});
  });

  test('is found again by another client of an asynchronous store', async () => {
    let file = 'null';
    const tokens: TokenStore = {
      load: async () => JSON.parse(file) as Tokens | null,
      save: async (value) => {
        file = JSON.stringify(value);
      },
    };
    const { email } = await (await world.customer({ tokens })).auth.me();
    expect((await world.client({ tokens }).auth.me()).email).toBe(email);
  });

  test('is not sent with calls that take no notice of it', async () => {
    const shop = await world.customer();
    await shop.auth.login({ email: world.newEmail(), password }).catch(() => {});
    expect(world.proxy.seen.at(-1)?.headers.authorization).toBeUndefined();
  });
});

describe('an access token that has ended', () => {
  test('is renewed once for twenty calls at the same time', async () => {
    const shop = await world.customer();
    letAccessTokensEnd();
    const people = await Promise.all(Array.from({ length: 20 }, () => shop.auth.me()));
    expect(new Set(people.map(({ id }) => id)).size).toBe(1);
    expect(calls('auth.refresh')).toBe(1);
  });

  test('is renewed before the call when it ended by this clock', async () => {
    const store = memoryTokens();
    const shop = await world.customer({ tokens: store });
    const { session } = kept(store);
    if (session) await store.save({ session: { ...session, expiresAt: Date.now() - 1 } });
    world.proxy.seen.length = 0;
    await Promise.all([shop.auth.me(), shop.auth.me()]);
    expect(world.proxy.seen.map(({ procedures }) => procedures)).toEqual(['auth.refresh', 'auth.me,auth.me']);
    expect(kept(store).session?.accessToken).not.toBe(session?.accessToken);
  });

  test('is renewed for a mutation too, which then has its effect once', async () => {
    const shop = await world.customer();
    letAccessTokensEnd();
    expect(await shop.cart.addItem({ productId: world.mug.id })).toMatchObject({ count: 1 });
  });

  test('may be renewed by hand', async () => {
    const store = memoryTokens();
    const shop = await world.customer({ tokens: store });
    const { session } = kept(store);
    if (session) await store.save({ session: { ...session, expiresAt: Date.now() - 1 } });
    await shop.auth.refresh({ refreshToken: session?.refreshToken ?? '' });
    expect(calls('auth.refresh')).toBe(1);
    await shop.auth.me();
  });

  test('is renewed by one of two tabs that share a store', async () => {
    const tokens = memoryTokens();
    const [one, two] = [await world.customer({ tokens }), world.client({ tokens })];
    letAccessTokensEnd();
    await one.auth.me();
    await two.auth.me();
    expect(calls('auth.refresh')).toBe(1);
  });

  test('is not renewed again for a call that was refused late', async () => {
    const shop = await world.customer();
    letAccessTokensEnd();
    const mayPass = gate();
    world.proxy.disruptions = [mayPass.opened];
    const slow = inFlight(shop.auth.me());
    await eventually(() => expect(calls('auth.me')).toBe(1));
    await shop.orders.list();
    mayPass.open();
    await slow;
    expect(calls('auth.refresh')).toBe(1);
  });

  test('is renewed by one of two tabs at the same time, where there are Web Locks', async () => {
    let last: Promise<unknown> = Promise.resolve();
    const request = (_name: string, work: () => Promise<unknown>) => {
      last = last.then(work, work);
      return last;
    };
    vi.stubGlobal('navigator', { locks: { request } });
    const tokens = memoryTokens();
    const [one, two] = [await world.customer({ tokens }), world.client({ tokens })];
    letAccessTokensEnd();
    await Promise.all([one.auth.me(), two.auth.me()]);
    expect(calls('auth.refresh')).toBe(1);
    vi.unstubAllGlobals();
  });

  test('is renewed again after a renewal that the network lost before the shop heard of it', async () => {
    const shop = await world.customer();
    letAccessTokensEnd();
    world.proxy.seen.length = 0;
    world.proxy.disruptions = [0, 'refuse'];
    await shop.auth.me();
    expect(world.proxy.seen.map(({ procedures }) => procedures)).toEqual([
      'auth.me',
      'auth.refresh',
      'auth.refresh',
      'auth.me',
    ]);
  });
});

describe('a renewal whose answer is lost', () => {
  test.for(['lose', 'hold'] as const)(
    'is asked for again and signs nobody out, where the network says %s',
    async (disruption) => {
      const store = memoryTokens();
      const shop = await world.customer({ tokens: store, timeout: 4_000 });
      const before = kept(store).session;
      letAccessTokensEnd();
      world.proxy.disruptions = [0, disruption];
      await shop.auth.me();
      expect(calls('auth.refresh')).toBe(2);
      expect(kept(store).session?.refreshToken).not.toBe(before?.refreshToken);
      // A second try in flight would repeat the exchange after the leeway and end the session.
      await eventually(() => expect(world.proxy.holding).toBe(0));
      letAccessTokensEnd();
      await shop.auth.me();
    },
  );

  test('is made by the page that was loaded instead', async () => {
    const store = memoryTokens();
    const closed = await world.customer({ tokens: store, retry: { tries: 1 } });
    letAccessTokensEnd();
    world.proxy.disruptions = [0, 'lose'];
    await expect(closed.auth.me()).rejects.toMatchObject({ code: 'NETWORK' });
    const reloaded = world.client({ tokens: store });
    await reloaded.auth.me();
    letAccessTokensEnd();
    await reloaded.auth.me();
  });
});

test('two clients that both read the old tokens before either wrote the new ones stay signed in', async () => {
  const [store, copy] = [memoryTokens(), memoryTokens()];
  const one = await world.customer({ tokens: store });
  await copy.save(kept(store));
  const two = world.client({ tokens: copy });
  letAccessTokensEnd();
  await Promise.all([one.auth.me(), two.auth.me()]);
  expect(calls('auth.refresh')).toBe(2);
  expect(kept(copy).session?.refreshToken).toBe(kept(store).session?.refreshToken);
  expect((await one.auth.sessions.list()).items).toMatchObject([{ current: true }]);
  expect((await two.auth.sessions.list()).items).toMatchObject([{ current: true }]);
});

describe('an open stream when the session is ended', () => {
  const endings: [string, (shop: Cartwright) => Promise<unknown>][] = [
    ['signing out', (shop) => shop.auth.logout()],
    ['signing out everywhere', (shop) => shop.auth.logoutAll()],
    ['deleting the account', (shop) => shop.auth.deleteMe({ password })],
  ];

  test.for(endings)('makes the client exchange no dead token: %s', async ([, end]) => {
    const store = memoryTokens();
    const shop = await world.customer({ tokens: store });
    const items = [{ variantId: world.mug.variantId, quantity: 1 }];
    const { id } = await shop.orders.place({ items, shippingAddress: address, payment: { method: 'dummy' } });
    const errors: unknown[] = [];
    await new Promise<void>((resolve) => {
      const handlers = { onData: () => {}, onError: (error: unknown) => errors.push(error), onConnected: resolve };
      shop.orders.onUpdate.subscribe({ idOrNumber: id }, handlers);
    });
    // Gives the shop time to end the stream before the client learns that the session is over.
    world.proxy.disruptions = [{ answerAfter: new Promise((resolve) => setTimeout(resolve, 500)) }];
    await end(shop);
    await eventually(() => expect(errors).toMatchObject([{ code: 'UNAUTHENTICATED' }]));
    expect(calls('auth.refresh')).toBe(0);
    expect(kept(store).session).toBeUndefined();
  });

  test('goes on with a new token where the ending was refused', async () => {
    const shop = await world.customer();
    letAccessTokensEnd();
    const [refused, people] = await Promise.allSettled([
      shop.auth.deleteMe({ password: 'wrong horse' }),
      shop.auth.sessions.list(),
    ]);
    expect(refused).toMatchObject({ reason: { code: 'INVALID_CREDENTIALS' } });
    expect(people).toMatchObject({ status: 'fulfilled' });
    await shop.auth.me();
  });
});

describe('a session that has ended', () => {
  test('is forgotten, and the call says that nobody is signed in', async () => {
    const store = memoryTokens();
    const shop = await world.customer({ tokens: store });
    letSessionsEnd();
    const outcomes = await Promise.allSettled([shop.auth.me(), shop.auth.me(), shop.orders.list()]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ reason: { code: 'UNAUTHENTICATED', status: 401, needsSignIn: true } });
    }
    expect(calls('auth.refresh')).toBe(1);
    expect(kept(store).session).toBeUndefined();
    expect((await shop.products.list()).items).toHaveLength(2);
  });

  test('is not forgotten when the shop could not be asked', async () => {
    const store = memoryTokens();
    const shop = await world.customer({ tokens: store, retry: { tries: 1 } });
    letAccessTokensEnd();
    world.proxy.disruptions = [0, { status: 503 }];
    await expect(shop.auth.me()).rejects.toMatchObject({ code: 'NETWORK', isRetryable: true });
    expect(kept(store).session).toBeDefined();
    await shop.auth.me();
  });

  test('does not come back when somebody signed out while it was renewed', async () => {
    const store = memoryTokens();
    const shop = await world.customer({ tokens: store });
    letAccessTokensEnd();
    const mayPass = gate();
    world.proxy.disruptions = [0, mayPass.opened];
    const call = shop.auth.me().catch(() => {});
    await eventually(() => expect(calls('auth.refresh')).toBe(1));
    await store.save({});
    mayPass.open();
    await call;
    expect(store.load()).toEqual({});
  });

  test('is not continued as somebody else who signed in meanwhile', async () => {
    const store = memoryTokens();
    const shop = await world.customer({ tokens: store });
    const { email } = await (await world.customer()).auth.me();
    letAccessTokensEnd();
    const mayPass = gate();
    world.proxy.disruptions = [mayPass.opened];
    world.proxy.seen.length = 0;
    const call = inFlight(shop.auth.me());
    await eventually(() => expect(calls('auth.me')).toBe(1));
    await shop.auth.login({ email, password });
    mayPass.open();
    await expect(call).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((await shop.auth.me()).email).toBe(email);
  });
});
