import { eventually } from '@cartwright/api/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Cartwright } from './client.ts';
import type { OrderUpdate } from './contract.ts';
import { eventName } from './testing/events.ts';
import { createBrowser, type Tab } from './testing/tabs.ts';
import { address, openWorld, password, type World } from './testing/world.ts';
import { memoryTokens } from './tokens.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
const streamsOpen = () => world.server.shop.streams.count;
afterEach(() => eventually(() => expect(streamsOpen()).toBe(0)));

async function orderOf(shop: Cartwright): Promise<string> {
  const items = [{ variantId: world.mug.variantId, quantity: 1 }];
  return (await shop.orders.place({ items, shippingAddress: address, payment: { method: 'dummy' } })).id;
}

/** Writes events that their reasons tell apart. */
async function happen(orderId: string, ...reasons: string[]): Promise<void> {
  const at = new Date();
  await world.server.shop.db.transact(async (tx) => {
    const facts = { orderId, type: 'payment_failed', actor: 'cli', createdAt: at };
    const rows = reasons.map((reason) => ({ ...facts, data: { reason } }));
    await tx.insert(tx.tables.orderEvents).values(rows);
    tx.announce({ topic: 'order-events', detail: '', isRelaxed: true });
  });
}

/** Follows until it is stopped, and keeps the events. */
function listen(shop: Cartwright, orderId: string | undefined, lastEventId?: string) {
  const updates: OrderUpdate[] = [];
  const errors: unknown[] = [];
  const handlers = {
    onData: (update: OrderUpdate) => void updates.push(update),
    onError: (e: unknown) => errors.push(e),
  };
  const position = lastEventId === undefined ? {} : { lastEventId };
  const { unsubscribe } =
    orderId === undefined
      ? shop.orders.onAny.subscribe(position, handlers)
      : shop.orders.onUpdate.subscribe({ idOrNumber: orderId, ...position }, handlers);
  return { updates, errors, unsubscribe, types: () => updates.map(eventName) };
}

describe('subscribers of one client', () => {
  test('share one connection, and each hears of its own orders once', async () => {
    const shop = await world.customer();
    const ids: string[] = [];
    for (let count = 0; count < 6; count += 1) ids.push(await orderOf(shop));
    const [every, ...each] = [listen(shop, undefined), ...ids.map((id) => listen(shop, id))];
    await eventually(() => expect(each.map(({ types }) => types())).toEqual(ids.map(() => ['placed'])));
    expect(streamsOpen()).toBe(1);
    for (const id of ids) await happen(id, 'one', 'two');
    world.proxy.cut();
    for (const id of ids) await happen(id, 'three');
    await eventually(() => {
      for (const { types } of each) expect(types()).toEqual(['placed', 'one', 'two', 'three']);
      expect(every?.updates).toHaveLength(1 + 3 * ids.length);
    });
    const heard = every?.updates.map(({ id }) => Number(id)) ?? [];
    expect(heard).toEqual([...new Set(heard)].sort((one, other) => one - other));
    expect(streamsOpen()).toBe(1);
    for (const { unsubscribe } of [every, ...each]) unsubscribe?.();
  });

  test('begin with the newest event or after `lastEventId`, however late they come', async () => {
    const shop = await world.customer();
    const [id, other] = [await orderOf(shop), await orderOf(shop)];
    const first = listen(shop, undefined);
    await eventually(() => expect(first.updates).toHaveLength(1));
    await happen(id, 'one', 'two', 'three');
    await happen(other, 'elsewhere');
    await eventually(() => expect(first.updates).toHaveLength(5));
    const [, one] = first.updates;
    const late = [
      listen(shop, id),
      listen(shop, id, one?.id),
      listen(shop, id, '0'),
      listen(shop, undefined),
      listen(shop, undefined, one?.id),
    ];
    const begun = [
      ['three'],
      ['two', 'three'],
      ['placed', 'one', 'two', 'three'],
      ['elsewhere'],
      ['two', 'three', 'elsewhere'],
    ];
    await eventually(() => expect(late.map(({ types }) => types())).toEqual(begun));
    await happen(id, 'four');
    await eventually(() => expect(late.map(({ types }) => types())).toEqual(begun.map((types) => [...types, 'four'])));
    for (const { unsubscribe } of [first, ...late]) unsubscribe();
  });

  test('of whom one is slow do not wait for it, and it misses nothing', async () => {
    const shop = await world.customer();
    const id = await orderOf(shop);
    const quick = listen(shop, undefined);
    const slow = shop.orders.onAny();
    const seen: string[] = [];
    const hear = async () => {
      const { value } = await slow.next();
      if (value) seen.push(eventName(value));
    };
    await hear();
    const types = Array.from({ length: 1_200 }, (_, turn) => `event-${turn}`);
    for (let done = 0; done < types.length; done += 300) await happen(id, ...types.slice(done, done + 300));
    await eventually(() => expect(quick.updates).toHaveLength(1_201));
    while (seen.length < 1_201) await hear();
    expect(seen).toEqual(['placed', ...types]);
    await slow.return();
    quick.unsubscribe();
  });

  test('hear no more of an account when another one has signed in', async () => {
    const shop = await world.customer();
    await orderOf(shop);
    const before = listen(shop, undefined);
    await eventually(() => expect(before.updates).toHaveLength(1));
    await shop.auth.register({ email: world.newEmail(), password, name: 'Bea' });
    const hers = await orderOf(shop);
    const after = listen(shop, undefined);
    await eventually(() => expect(after.types()).toEqual(['placed']));
    world.proxy.cut();
    await happen(hers, 'hers');
    await eventually(() => expect(after.types()).toEqual(['placed', 'hers']));
    await eventually(() => expect(before.errors).toMatchObject([{ code: 'UNAUTHENTICATED' }]));
    expect(before.updates).toHaveLength(1);
    after.unsubscribe();
  });

  test('who are admins follow the orders of others as well', async () => {
    const customer = await world.customer();
    const id = await orderOf(customer);
    const email = world.newEmail();
    const admin = world.client();
    const { user } = await admin.auth.register({ email, password, name: 'Ada' });
    const { caller } = await world.server.signUp({ role: 'admin' });
    await caller.admin.users.setRole({ id: user.id, role: 'admin' });
    await admin.auth.login({ email, password });
    const stream = listen(admin, id);
    await eventually(() => expect(stream.types()).toEqual(['placed']));
    await happen(id, 'seen');
    await eventually(() => expect(stream.types()).toEqual(['placed', 'seen']));
    stream.unsubscribe();
  });
});

describe('tabs of one account', () => {
  async function openTabs(count: number, hasLocks: boolean) {
    const tokens = memoryTokens();
    const shop = await world.customer({ tokens });
    const id = await orderOf(shop);
    const browser = createBrowser();
    const start = { url: world.proxy.url, tokens: (await tokens.load()) ?? {}, hasLocks };
    const tabs = Array.from({ length: count }, (_, index) =>
      browser.openTab({ ...start, ...(index % 2 === 1 && { orderId: id }) }),
    );
    await Promise.all(tabs.map(({ connected }) => connected));
    await eventually(() => expect(tabs.map(({ types }) => types)).toEqual(tabs.map(() => ['placed'])));
    return { tabs, id };
  }
  const killAll = (tabs: readonly Tab[]) => Promise.all(tabs.map((tab) => tab.kill()));

  test('share one connection, which another tab takes over from one that dies, with nothing lost and nothing twice', async () => {
    const { tabs, id } = await openTabs(4, true);
    expect(streamsOpen()).toBe(1);
    const expected = ['placed'];
    let left = tabs;
    for (let turn = 0; left.length > 1; turn += 1) {
      const types = Array.from({ length: 20 }, (_, index) => `turn-${turn}-${index}`);
      expected.push(...types);
      const [leader] = left.filter((tab) => tab.isLeader());
      // Some events happen before the leader is killed, some without a leader, and some after.
      for (const [index, type] of types.entries()) {
        if (index === 10) void leader?.kill();
        await happen(id, type);
      }
      left = left.filter((tab) => tab !== leader);
      await eventually(() => {
        for (const tab of left) expect(tab.types).toEqual(expected);
        expect(streamsOpen()).toBe(1);
      });
    }
    await killAll(left);
  });

  test('have one connection each where there are no Web Locks', async () => {
    const { tabs, id } = await openTabs(2, false);
    expect(streamsOpen()).toBe(2);
    await happen(id, 'one');
    await eventually(() => expect(tabs.map(({ types }) => types)).toEqual(tabs.map(() => ['placed', 'one'])));
    await killAll(tabs);
  });
});
