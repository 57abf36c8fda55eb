import { eventually, inFlight } from '@cartwright/db/testing';
import { hashSecret } from '@cartwright/kernel/ids';
import { operationsOf } from '@cartwright/kernel/operations';
import type { EventStream } from '@cartwright/kernel/subscriptions';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createContext } from '../../context.ts';
import { appRouter } from '../../router.ts';
import { createTestShop, orderInput, refusalOf, type SignedUp } from '../../testing.ts';
import { recordEvents } from './record.ts';
import type { OrderUpdate } from './schema.ts';

const world = await createTestShop({ STREAMS_MAX: '24', STREAMS_MAX_PER_CALLER: '4' });
const { shop } = world;
let ada: SignedUp;
let bob: SignedUp;
let eve: SignedUp;
let productId = '';
beforeAll(async () => {
  [ada, bob, eve] = [await world.signUp({ role: 'admin' }), await world.signUp(), await world.signUp()];
  productId = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 900 })).id;
});
afterAll(() => world.close());
// The next test would count a stream that stays open.
afterEach(() => eventually(() => expect(shop.streams.count).toBe(0)));

const place = () => bob.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));

interface Open {
  /** Waits for this many events. */
  take(count: number): Promise<OrderUpdate[]>;
  close(): void;
}

/** Follows one order, or the feed of all orders, until it is closed. */
function open(
  who: Pick<SignedUp, 'accessToken'>,
  { id, ...position }: { id?: string; lastEventId?: string } = {},
  ip?: string,
): Promise<Open> {
  return id === undefined
    ? openStreamOf('admin.onEvent', who, position, ip)
    : openStreamOf('orders.onUpdate', who, { idOrNumber: id, ...position }, ip);
}

function openOwn(who: Pick<SignedUp, 'accessToken'>, input: { lastEventId?: string } = {}): Promise<Open> {
  return openStreamOf('orders.onAny', who, input);
}

async function openStreamOf(
  name: string,
  { accessToken }: Pick<SignedUp, 'accessToken'>,
  input: object,
  ip = '127.0.0.1',
): Promise<Open> {
  const left = new AbortController();
  const ctx = createContext(shop, { requestId: 'test', ip, accessToken });
  const operation = operationsOf(appRouter).find((one) => one.name === name);
  const stream = (await operation?.call(ctx, input, left.signal)) as EventStream<OrderUpdate>;
  const events = stream[Symbol.asyncIterator]();
  return {
    async take(count) {
      const taken: OrderUpdate[] = [];
      while (taken.length < count) {
        const { value, done } = await events.next();
        if (done) throw new Error('The stream is over.');
        expect(value[0]).toBe(value[1].id);
        taken.push(value[1]);
      }
      return taken;
    },
    close: () => left.abort(),
  };
}

/** The types of events; of those that `happen` writes, the reasons, which tell them apart. */
const typesOf = (updates: readonly OrderUpdate[]) =>
  updates.map((update) => (update.type === 'payment_failed' ? update.data.reason : update.type));

const failed = (orderId: string, reason: string) =>
  ({ orderId, type: 'payment_failed', actor: 'cli', data: { reason }, createdAt: shop.clock.now() }) as const;

/** Writes this many events in one transaction. */
async function happen(orderId: string, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, turn) => failed(orderId, `test-${turn}`));
  await shop.db.transact((tx) => recordEvents(tx, ...events));
}

describe('an order', () => {
  test('is followed from its newest event on, by its owner and by admins', async () => {
    const { id, number } = await place();
    const streams = [await open(bob, { id }), await open(ada, { id })];
    await world.drainJobs();
    await ada.caller.admin.orders.setStatus({ idOrNumber: id, status: 'shipped', tracking: { number: 'T-1' } });
    for (const stream of streams) {
      const updates = await stream.take(4);
      expect(typesOf(updates)).toEqual(['placed', 'paid', 'confirmed', 'shipped']);
      expect(updates.map(({ actor }) => actor)).toEqual(['customer', 'system', 'system', 'admin']);
      expect(updates.at(-1)).toMatchObject({
        orderId: id,
        orderNumber: number,
        status: 'shipped',
        at: expect.any(Date),
      });
      expect(updates.map((update) => Number(update.id))).toEqual(
        updates.map((update) => Number(update.id)).sort((a, b) => a - b),
      );
      stream.close();
    }
  });

  test('tells nothing of other orders', async () => {
    const [mine, another] = [await place(), await place()];
    const stream = await open(bob, { id: mine.id });
    await bob.caller.orders.cancel({ idOrNumber: another.id });
    await bob.caller.orders.cancel({ idOrNumber: mine.id });
    const updates = await stream.take(2);
    expect(updates.map(({ orderId, type }) => [orderId, type])).toEqual([
      [mine.id, 'placed'],
      [mine.id, 'cancelled'],
    ]);
    stream.close();
  });

  test('does not exist for anybody else, and neither does one that there is not', async () => {
    const { id } = await place();
    expect(await refusalOf(open(eve, { id }))).toEqual({ code: 'NOT_FOUND' });
    expect(await refusalOf(open(bob, { id: crypto.randomUUID() }))).toEqual({ code: 'NOT_FOUND' });
    expect(await refusalOf(open({ accessToken: 'none' }, { id }))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusalOf(open(eve))).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is resumed after any event, and from the beginning', async () => {
    const { id } = await place();
    await world.drainJobs();
    const whole = await open(bob, { id, lastEventId: '0' });
    const [placed, paid] = await whole.take(3);
    const rest = await open(bob, { id, lastEventId: placed?.id ?? '' });
    expect(typesOf(await rest.take(2))).toEqual(['paid', 'confirmed']);
    const last = await open(bob, { id, lastEventId: paid?.id ?? '' });
    expect(typesOf(await last.take(1))).toEqual(['confirmed']);
    for (const stream of [whole, rest, last]) stream.close();
  });

  test('an id whose number was given to another event counts as none', async () => {
    const { id } = await place();
    await world.drainJobs();
    const whole = await open(bob, { id, lastEventId: '0' });
    const [placed] = await whole.take(1);
    whole.close();
    const [number, check = ''] = (placed?.id ?? '').split('.');
    const another = String((Number(check) + 1) % 1_000_000).padStart(6, '0');
    for (const lastEventId of [`${number}.${another}`, `${number}`]) {
      const stream = await open(bob, { id, lastEventId });
      expect(typesOf(await stream.take(1))).toEqual(['confirmed']);
      stream.close();
    }
  });

  test('an id that was never given out counts as none, and one that is no id is refused', async () => {
    const { id } = await place();
    const stream = await open(bob, { id, lastEventId: '999999999999' });
    expect(typesOf(await stream.take(1))).toEqual(['placed']);
    stream.close();
    for (const lastEventId of ['abc', '-1', '1.5', '', '9'.repeat(16)]) {
      expect(await refusalOf(open(bob, { id, lastEventId }))).toMatchObject({
        code: 'VALIDATION',
        issues: [{ path: 'lastEventId' }],
      });
    }
  });
});

describe("the stream of a customer's orders", () => {
  test('tells what happens to each of them, also to those that are placed later, and nothing of others', async () => {
    const [carl, dora] = [await world.signUp(), await world.signUp()];
    const order = (who: SignedUp) => who.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
    const first = await order(carl);
    const stream = await openOwn(carl);
    const hers = await order(dora);
    const second = await order(carl);
    await dora.caller.orders.cancel({ idOrNumber: hers.id });
    await carl.caller.orders.cancel({ idOrNumber: first.id });
    const updates = await stream.take(3);
    expect(updates.map(({ orderId, type }) => [orderId, type])).toEqual([
      [first.id, 'placed'],
      [second.id, 'placed'],
      [first.id, 'cancelled'],
    ]);
    stream.close();
  });

  test('is resumed after any event, and from the beginning, past more events of others than are kept', async () => {
    const carl = await world.signUp();
    const { id } = await carl.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
    const { id: foreign } = await place();
    await happen(id, 3);
    // The feed keeps the newest events for followers that are up to date, so this stream begins in the table.
    const keeper = await open(ada);
    await keeper.take(1);
    for (let turn = 0; turn < 9; turn += 1) await happen(foreign, 250);
    await happen(id, 2);
    const whole = await openOwn(carl, { lastEventId: '0' });
    const updates = await whole.take(6);
    expect(typesOf(updates)).toEqual(['placed', 'test-0', 'test-1', 'test-2', 'test-0', 'test-1']);
    const rest = await openOwn(carl, { lastEventId: updates[3]?.id ?? '' });
    expect((await rest.take(2)).map((update) => update.id)).toEqual(updates.slice(4).map((update) => update.id));
    const newest = await openOwn(carl);
    expect((await newest.take(1))[0]?.id).toBe(updates[5]?.id);
    for (const stream of [keeper, whole, rest, newest]) stream.close();
  });

  test('of a customer without orders begins with the first one', async () => {
    const carl = await world.signUp();
    const stream = await openOwn(carl);
    await carl.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
    expect(typesOf(await stream.take(1))).toEqual(['placed']);
    stream.close();
  });

  test('of an admin has the orders that the admin placed, and is refused to keys and to guests', async () => {
    const own = await ada.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
    await place();
    const stream = await openOwn(ada);
    expect((await stream.take(1))[0]?.orderId).toBe(own.id);
    stream.close();
    const { key } = await ada.caller.admin.apiKeys.create({
      name: 'Till',
      scopes: ['orders:read'],
      password: 'correct horse',
    });
    expect(key).toBeDefined();
    expect(await refusalOf(openOwn({ accessToken: key ?? '' }))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusalOf(openOwn({ accessToken: '' }))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('the feed of all orders', () => {
  test('has every event once and in order, for those who keep up and for one who does not', async () => {
    const { id } = await place();
    const quick = await open(ada);
    const slow = await open(ada, { lastEventId: (await quick.take(1))[0]?.id ?? '' });
    const expected: string[] = [];
    // The events are more than the feed keeps.
    for (let turn = 0; turn < 11; turn += 1) {
      await happen(id, 250);
      const updates = await quick.take(250);
      expected.push(...updates.map((update) => update.id));
    }
    const late = await slow.take(2_750);
    expect(late.map((update) => update.id)).toEqual(expected);
    expect(new Set(expected).size).toBe(2_750);
    quick.close();
    slow.close();
  });

  test('leaves out events of types that only a newer version has, as the timeline does', async () => {
    const { id } = await place();
    const stream = await open(ada);
    await stream.take(1);
    const newer = { ...failed(id, 'newer'), type: 'gift_wrapped' };
    await shop.db.transact(async (tx) => void (await tx.insert(tx.tables.orderEvents).values(newer)));
    await happen(id, 1);
    expect(typesOf(await stream.take(1))).toEqual(['test-0']);
    const { timeline } = await ada.caller.orders.get({ idOrNumber: id });
    expect(timeline.map(({ type }) => type)).toEqual(['placed', 'payment_failed']);
    stream.close();
  });

  test('goes on where it was after everybody had left', async () => {
    const { id } = await place();
    const first = await open(ada);
    const [newest] = await first.take(1);
    first.close();
    await eventually(() => expect(shop.streams.count).toBe(0));
    await happen(id, 300);
    const second = await open(ada, { lastEventId: newest?.id ?? '' });
    await happen(id, 2);
    expect(typesOf(await second.take(302)).slice(-3)).toEqual(['test-299', 'test-0', 'test-1']);
    second.close();
  });

  test('of a rolled back transaction has nothing, and what another process writes without a word arrives', async () => {
    const { id } = await place();
    const other = await world.database.openAnother();
    const stream = await open(ada);
    await stream.take(1);
    const failing = shop.db.transact(async (tx) => {
      await recordEvents(tx, failed(id, 'never'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await other.transact(async (tx) => {
      await tx.insert(tx.tables.orderEvents).values(failed(id, 'elsewhere'));
    });
    expect(typesOf(await stream.take(1))).toEqual(['elsewhere']);
    stream.close();
  });
});

describe('a stream ends', () => {
  const isOver = async (stream: Open, orderId: string) => {
    await happen(orderId, 1);
    return refusalOf(stream.take(1));
  };

  test('with the session that it was opened with, before anything else is told', async () => {
    const { id } = await place();
    const { email } = bob.user;
    const { accessToken = '' } = await world.caller().auth.login({ email, password: 'correct horse' });
    const stream = await open({ accessToken }, { id });
    await stream.take(1);
    // This write announces nothing.
    await shop.db.transact(async (tx) => {
      const { sessions } = tx.tables;
      await tx.delete(sessions).where(eq(sessions.tokenHash, hashSecret(accessToken)));
    });
    world.clock.advance({ minutes: 1 });
    expect(await isOver(stream, id)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test("when its admin is none any more, or the order has become another person's", async () => {
    const { id } = await place();
    const former = await world.signUp({ role: 'admin' });
    const [feed, own] = [await open(former), await open(bob, { id })];
    await feed.take(1);
    await own.take(1);
    await shop.db.transact(async (tx) => {
      const { users, orders } = tx.tables;
      await tx.update(users).set({ role: 'customer' }).where(eq(users.id, former.user.id));
      await tx.update(orders).set({ userId: eve.user.id }).where(eq(orders.id, id));
    });
    world.clock.advance({ minutes: 1 });
    expect(await isOver(feed, id)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusalOf(own.take(1))).toEqual({ code: 'NOT_FOUND' });
  });

  // The clock stands still and no order changes, so only the action can end the stream.
  test.each<[string, 'customer' | 'admin', (who: SignedUp, other: SignedUp) => Promise<unknown>, string]>([
    ['logs out', 'customer', ({ caller }) => caller.auth.logout(), 'UNAUTHENTICATED'],
    ['logs out everywhere', 'customer', (_, other) => other.caller.auth.logoutAll(), 'UNAUTHENTICATED'],
    [
      'signs the device out from another one',
      'customer',
      async (_, { caller }) => {
        const device = (await caller.auth.sessions.list({})).items.find(({ current }) => !current);
        await caller.auth.sessions.revoke({ id: device?.id ?? '' });
      },
      'UNAUTHENTICATED',
    ],
    [
      'changes the password on another device',
      'customer',
      (_, { caller }) =>
        caller.auth.changePassword({ currentPassword: 'correct horse', newPassword: 'battery staple' }),
      'UNAUTHENTICATED',
    ],
    [
      'has a refresh token that somebody else has used',
      'customer',
      async ({ refreshToken }) => {
        const { refreshToken: next = '' } = await world.caller().auth.refresh({ refreshToken });
        await world.caller().auth.refresh({ refreshToken: next });
        await refusalOf(world.caller().auth.refresh({ refreshToken }));
      },
      'UNAUTHENTICATED',
    ],
    [
      'closes the account',
      'customer',
      (_, { caller }) => caller.auth.deleteMe({ password: 'correct horse' }),
      'UNAUTHENTICATED',
    ],
    [
      'is signed out by an admin',
      'customer',
      ({ user }) => ada.caller.admin.users.endSessions({ id: user.id }),
      'UNAUTHENTICATED',
    ],
    ['is removed', 'admin', ({ user }) => ada.caller.admin.users.remove({ id: user.id }), 'UNAUTHENTICATED'],
    [
      'loses the role',
      'admin',
      ({ user }) => ada.caller.admin.users.setRole({ id: user.id, role: 'customer' }),
      'FORBIDDEN',
    ],
  ])('at once when its owner %s, and no other with it', async (_, role, act, code) => {
    const { id: orderId } = await place();
    const who = await world.signUp({ role });
    const { accessToken = '' } = await world.caller().auth.login({ email: who.user.email, password: 'correct horse' });
    const { id } = await who.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
    const [stream, adas] = [await open(who, role === 'admin' ? {} : { id }), await open(ada, { id: orderId })];
    await Promise.all([stream.take(1), adas.take(1)]);
    const ended = refusalOf(stream.take(1));
    ended.catch(() => {});
    try {
      await act(who, { ...who, caller: world.caller({ accessToken }) });
      expect(await ended).toMatchObject({ code });
      await happen(orderId, 1);
      await adas.take(1);
    } finally {
      for (const one of [stream, adas]) one.close();
    }
  });

  test('at once with the API key that it was opened with', async () => {
    await place();
    const { key = '', id } = await ada.caller.admin.apiKeys.create({
      name: 'Till',
      scopes: ['orders:read'],
      password: 'correct horse',
    });
    const [stream, adas] = [await open({ accessToken: key }), await open(ada)];
    await stream.take(1);
    await adas.take(1);
    const ended = inFlight(refusalOf(stream.take(1)));
    await ada.caller.admin.apiKeys.revoke({ id });
    expect(await ended).toMatchObject({ code: 'UNAUTHENTICATED' });
    const { id: orderId } = await place();
    expect((await adas.take(1))[0]?.orderId).toBe(orderId);
    adas.close();
  });

  test('when its client leaves, and its place is free at once', async () => {
    const stream = await open(ada);
    await stream.take(1);
    const waiting = stream.take(1);
    expect(shop.streams.count).toBe(1);
    stream.close();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect(shop.streams.count).toBe(0);
    // The count also covers a client that leaves before it has read an event.
    const unread = await open(ada);
    unread.close();
    expect(shop.streams.count).toBe(0);
  });
});

test('accounts of one network leave places to other networks, and all customers leave places to admins', async () => {
  const { id } = await place();
  const customers = await Promise.all(Array.from({ length: 3 }, () => world.signUp()));
  const streams: Open[] = [];
  const fill = async (ip: string) => {
    const before = streams.length;
    for (const who of [bob, ...customers]) {
      for (let own = 0; own < 4; own += 1) {
        const stream = await openStreamOf('orders.onAny', who, {}, ip).catch(() => undefined);
        if (stream) streams.push(stream);
      }
    }
    return streams.length - before;
  };
  expect(await fill('192.0.2.1')).toBe(6);
  expect(await refusalOf(open(bob, { id }, '192.0.2.1'))).toEqual({
    code: 'TOO_MANY_STREAMS',
    limit: 4,
    of: 'account',
  });
  expect(await refusalOf(openStreamOf('orders.onAny', eve, {}, '192.0.2.1'))).toEqual({
    code: 'TOO_MANY_STREAMS',
    limit: 6,
    of: 'network',
  });
  // One /64 is one network.
  await fill('2001:db8::1');
  expect(streams).toHaveLength(12);
  expect(await refusalOf(openStreamOf('orders.onAny', eve, {}, '2001:db8::2'))).toMatchObject({ of: 'network' });
  expect(await refusalOf(openStreamOf('orders.onAny', eve, {}, '192.0.2.2'))).toEqual({
    code: 'UNAVAILABLE',
    retryAfter: 5,
  });
  for (let own = 0; own < 4; own += 1) streams.push(await open(ada, {}, '192.0.2.1'));
  expect(await refusalOf(open(ada))).toEqual({ code: 'TOO_MANY_STREAMS', limit: 4, of: 'account' });
  for (const stream of streams) stream.close();
});
