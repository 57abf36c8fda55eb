import { eventually, inFlight, loseEvents } from '@cartwright/api/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cartwright } from './client.ts';
import type { OrderUpdate } from './contract.ts';
import { isFailure } from './errors.ts';
import { eventName } from './testing/events.ts';
import { address, openWorld, password, type World } from './testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ ACCESS_TOKEN_EXPIRE_MINUTES: '30' });
});
afterAll(() => world.close());

const streamsOpen = () => world.server.shop.streams.count;
const seenStreams = () => world.proxy.seen.filter(({ procedures }) => procedures.startsWith('orders.onAny'));

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

describe('a loop over events', () => {
  test('gets each as it happens, typed, and leaves the shop when it is left', async () => {
    const shop = await world.customer();
    const id = await orderOf(shop);
    const types: string[] = [];
    let connected = 0;
    let draining: Promise<void> | undefined;
    for await (const update of shop.orders.onUpdate({ idOrNumber: id }, { onConnected: () => (connected += 1) })) {
      const at: Date = update.at;
      expect(at).toBeInstanceOf(Date);
      types.push(update.type);
      if (types.length === 1) draining = world.server.drainJobs();
      if (update.status === 'confirmed' && update.type === 'confirmed') break;
    }
    await draining;
    expect([types, connected]).toEqual([['placed', 'paid', 'confirmed'], 1]);
    await eventually(() => expect(streamsOpen()).toBe(0));
  });

  test('goes on after the last event when the connection was cut, with nothing lost and nothing twice', async () => {
    const shop = await world.customer();
    const id = await orderOf(shop);
    const seen: string[] = [];
    for await (const update of shop.orders.onUpdate({ idOrNumber: id })) {
      seen.push(eventName(update));
      const turn = seen.length;
      if (turn === 10) break;
      world.proxy.cut();
      await happen(id, `event-${turn}`);
    }
    expect(seen).toEqual(['placed', ...Array.from({ length: 9 }, (_, index) => `event-${index + 1}`)]);
  });

  test('is told when the shop has lost events, shared or alone, and goes on with the newest', async () => {
    const shop = await world.customer();
    const id = await orderOf(shop);
    const email = world.newEmail();
    const { user } = await world.client().auth.register({ email, password, name: 'Ada' });
    const { caller } = await world.server.signUp({ role: 'admin' });
    await caller.admin.users.setRole({ id: user.id, role: 'admin' });
    const admin = world.client();
    await admin.auth.login({ email, password });
    const told: string[] = [];
    const noting = (name: string) => ({ onReset: () => told.push(name) });
    const streams = [
      shop.orders.onAny({}, noting('any')),
      shop.orders.onUpdate({ idOrNumber: id }, noting('one')),
      admin.admin.onEvent({}, noting('admin')),
    ];
    const nameOf = ({ value }: IteratorResult<OrderUpdate, void>) => value && eventName(value);
    const next = () => Promise.all(streams.map(async (stream) => nameOf(await stream.next())));
    expect(await next()).toEqual(['placed', 'placed', 'placed']);
    const [placed] = (await shop.orders.get({ idOrNumber: id })).timeline;
    await happen(id, 'lost');
    expect(await next()).toEqual(['lost', 'lost', 'lost']);
    const waiting = inFlight(streams.map((stream) => stream.next()));
    await loseEvents(world.server.database.url, Math.trunc(Number(placed?.id)));
    await eventually(() => expect(told.toSorted()).toEqual(['admin', 'any', 'one']));
    // Subscribers of a shared stream get no event twice.
    expect(await waiting[2]).toMatchObject({ value: { id: placed?.id } });
    await happen(id, 'after');
    const after = await Promise.all([...waiting.slice(0, 2), streams[2]?.next()]);
    expect(after.map((result) => result && nameOf(result))).toEqual(['after', 'after', 'after']);
    for (const stream of streams) await stream.return();
  });

  test('waits for a shop that is away, however long, once it had been there', async () => {
    const shop = await world.customer();
    const id = await orderOf(shop);
    const events = shop.orders.onUpdate({ idOrNumber: id });
    await events.next();
    world.proxy.disruptions = [{ status: 503 }, 'refuse', { status: 502 }];
    world.proxy.cut();
    await happen(id, 'after');
    expect(await events.next()).toMatchObject({ value: { data: { reason: 'after' } } });
    await events.return();
  });

  test('renews a token that has ended, and goes on', async () => {
    const shop = await world.customer();
    const id = await orderOf(shop);
    const before = seenStreams().length;
    const events = shop.orders.onUpdate({ idOrNumber: id });
    await events.next();
    world.server.clock.advance({ minutes: 31 });
    await happen(id, 'later');
    expect(await events.next()).toMatchObject({ value: { data: { reason: 'later' } } });
    const tokens = seenStreams()
      .slice(before)
      .map(({ headers }) => headers.authorization);
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(2);
    await events.return();
  });

  test('throws what the shop refuses, and what its signal is given', async () => {
    const [shop, other] = [await world.customer(), await world.customer()];
    const id = await orderOf(shop);
    const refused = other.orders.onUpdate({ idOrNumber: id }).next();
    await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404, procedure: 'orders.onUpdate' });
    await expect(world.client().orders.onUpdate({ idOrNumber: id }).next()).rejects.toMatchObject({
      needsSignIn: true,
    });
    await expect(shop.admin.onEvent().next()).rejects.toMatchObject({ code: 'FORBIDDEN' });

    const reason = new Error('enough');
    const leaving = new AbortController();
    const events = shop.orders.onUpdate({ idOrNumber: id }, { signal: leaving.signal });
    await events.next();
    const waiting = events.next();
    leaving.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await eventually(() => expect(streamsOpen()).toBe(0));
  });

  test('throws when there has never been a shop, after as many tries as for other calls', async () => {
    const shop = world.client({ url: 'http://127.0.0.1:1', retry: { tries: 2 } });
    await expect(shop.admin.onEvent().next()).rejects.toMatchObject({ code: 'NETWORK' });
  });
});

describe('subscribe', () => {
  test('calls for each event, waits for what the last call does, and stops when told', async () => {
    const shop = await world.customer();
    const id = await orderOf(shop);
    const seen: OrderUpdate[] = [];
    let busy = 0;
    let stopped = 0;
    const { unsubscribe } = shop.orders.onUpdate.subscribe(
      { idOrNumber: id },
      {
        async onData(update) {
          busy += 1;
          expect(busy).toBe(1);
          await new Promise((resolve) => setTimeout(resolve, 10));
          seen.push(update);
          busy -= 1;
        },
        onError: (error) => expect.unreachable(String(error)),
        onStopped: () => (stopped += 1),
      },
    );
    await eventually(() => expect(seen).toHaveLength(1));
    await happen(id, 'a', 'b', 'c');
    await eventually(() => expect(seen.map(eventName)).toEqual(['placed', 'a', 'b', 'c']));
    unsubscribe();
    await eventually(() => expect([stopped, streamsOpen()]).toEqual([1, 0]));
  });

  test('says why there is nothing to hear', async () => {
    const shop = await world.customer();
    const error = await new Promise<unknown>((resolve) => {
      shop.admin.onEvent.subscribe({}, { onData: () => {}, onError: resolve });
    });
    expect(isFailure(error, 'FORBIDDEN')).toBe(true);
  });
});
