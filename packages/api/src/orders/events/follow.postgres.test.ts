import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '@cartwright/db';
import { inFlight } from '@cartwright/db/testing';
import { operationsOf } from '@cartwright/kernel/operations';
import type { Shop } from '@cartwright/kernel/shop';
import type { EventStream } from '@cartwright/kernel/subscriptions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../context.ts';
import { appRouter } from '../../router.ts';
import { createTestShop, orderInput, refusalOf, type SignedUp } from '../../testing.ts';
import { recordEvents } from './record.ts';
import type { OrderUpdate } from './schema.ts';

const world = await createTestShop();
const { shop } = world;
let ada: SignedUp;
let bob: SignedUp;
let [earlyId, lateId] = ['', ''];
beforeAll(async () => {
  [ada, bob] = [await world.signUp({ role: 'admin' }), await world.signUp()];
  const { id: productId } = await ada.caller.products.create({ name: 'Mug', price: 900, stock: 9 });
  const order = orderInput({ items: [{ productId, quantity: 1 }] });
  [earlyId, lateId] = [(await bob.caller.orders.place(order)).id, (await bob.caller.orders.place(order)).id];
});
afterAll(() => world.close());

const event = (orderId: string, reason: string) =>
  ({ orderId, type: 'payment_failed', actor: 'cli', data: { reason }, createdAt: new Date() }) as const;

async function follow(through: Shop = shop, { accessToken }: Pick<SignedUp, 'accessToken'> = ada) {
  const left = new AbortController();
  const ctx = createContext(through, { requestId: 'test', ip: '127.0.0.1', accessToken });
  const operation = operationsOf(appRouter).find(({ name }) => name === 'admin.onEvent');
  const stream = (await operation?.call(ctx, {}, left.signal)) as EventStream<OrderUpdate>;
  const events = stream[Symbol.asyncIterator]();
  return {
    async next() {
      const { value } = await events.next();
      const update = value?.[1];
      return update?.type === 'payment_failed' ? update.data.reason : update?.type;
    },
    leave: () => left.abort(),
  };
}

test('an event that is committed late is not lost behind one with a higher id that was committed before it', async () => {
  const { next, leave } = await follow();
  await next();

  for (const ending of ['commit', 'roll back'] as const) {
    const other = await world.database.openAnother();
    let letGo = () => {};
    const mayEnd = new Promise<void>((resolve) => (letGo = resolve));
    let wrote = () => {};
    const written = new Promise<void>((resolve) => (wrote = resolve));
    const early = other.transact(async (tx) => {
      await recordEvents(tx, event(earlyId, `early, ${ending}`));
      wrote();
      await mayEnd;
      if (ending === 'roll back') throw new Error('no');
    });
    await Promise.race([written, early]);
    await shop.db.transact(async (tx) => {
      await recordEvents(tx, event(lateId, `late, ${ending}`));
    });
    const arriving = next();
    // The event would arrive in less time.
    const tooEarly = await Promise.race([arriving, new Promise((resolve) => setTimeout(resolve, 300, 'nothing'))]);
    expect(tooEarly).toBe('nothing');
    letGo();
    await early.catch(() => {});
    const arrived = ending === 'commit' ? [await arriving, await next()] : [await arriving];
    expect(arrived).toEqual([...(ending === 'commit' ? ['early, commit'] : []), `late, ${ending}`]);
  }
  leave();
});

test('a database that is away for a while ends no stream, and nothing is lost over it', async () => {
  const way = await openWay(world.database.url);
  const db = await openDatabase(way.url);
  const { next, leave } = await follow({ ...shop, db });
  await next();
  way.close();
  // The time makes the stream check its caller's access again too.
  world.clock.advance({ minutes: 1 });
  const arriving = inFlight(next());
  await shop.db.transact(async (tx) => {
    await recordEvents(tx, event(earlyId, 'during the outage'));
  });
  await sleep(1_500);
  way.open();
  expect(await arriving).toBe('during the outage');
  leave();
  await db.close();
  await way.remove();
});

test('a stream in another process ends at once with its session, and only that one', async () => {
  const elsewhere = { ...shop, db: await world.database.openAnother() };
  const eve = await world.signUp({ role: 'admin' });
  const [hers, adas] = [await follow(elsewhere, eve), await follow(elsewhere)];
  await Promise.all([hers.next(), adas.next()]);
  // The clock stands still and no order changes, so only the notification can end the stream.
  const ended = inFlight(refusalOf(hers.next()));
  await eve.caller.auth.logout();
  expect(await ended).toMatchObject({ code: 'UNAUTHENTICATED' });
  await shop.db.transact(async (tx) => {
    await recordEvents(tx, event(earlyId, 'after that'));
  });
  expect(await adas.next()).toBe('after that');
  adas.leave();
});

/** A proxy to the database that can be closed, like a network that fails. */
async function openWay(to: string) {
  const target = new URL(to);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((socket) => {
    const onward = connect(Number(target.port), target.hostname);
    for (const end of [socket, onward]) sockets.add(end.on('error', () => {}));
    if (isOpen) socket.pipe(onward).pipe(socket);
    else cut();
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(to), { hostname: '127.0.0.1', port: String(port) }).href,
    close() {
      isOpen = false;
      cut();
    },
    open: () => (isOpen = true),
    async remove() {
      cut();
      await once(server.close(), 'close');
    },
  };
}
