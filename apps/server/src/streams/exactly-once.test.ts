import { setTimeout as sleep } from 'node:timers/promises';
import { createTestShop, orderInput, type SignedUp } from '@cartwright/api/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServerProcess } from '../testing/process.ts';
import { type Block, openStream, type TestStream } from '../testing/stream.ts';

const events = 5_000;
const disconnects = 50;
const world = await createTestShop();
const { db } = world.shop;
const servers = [0, 1].map(() => startServerProcess({ DATABASE_URL: world.database.url, WORKER: 'separate' }));
let ada: SignedUp;
const orderIds: string[] = [];
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  const bob = await world.signUp();
  const { id: productId } = await ada.caller.products.create({ name: 'Mug', price: 900, stock: 900 });
  for (let count = 0; count < 25; count += 1) {
    orderIds.push((await bob.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }))).id);
  }
  await Promise.all(servers.map(({ opened }) => opened));
});
afterAll(async () => {
  for (const server of servers) server.kill('SIGKILL');
  await Promise.all(servers.map(({ ended }) => ended));
  await world.close();
});

/**
 * Writes all events, five in a transaction, from ten concurrent writers. Each order belongs to one writer, which counts
 * its events. A tenth of the transactions is rolled back, and their numbers never appear.
 */
async function writeAll(): Promise<void> {
  const writers = 10;
  const counts = new Map(orderIds.map((id) => [id, 0]));
  const own = (writer: number) => orderIds.filter((_, index) => index % writers === writer);
  let left = events;
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let turn = 0; left > 0; turn += 1) {
        const isKept = turn % 10 !== 9;
        const many = isKept ? Math.min(5, left) : 5;
        if (isKept) left -= many;
        const mine = own(writer);
        const written = new Map(counts);
        const work = db.transact(async (tx) => {
          const rows = Array.from({ length: many }, (_, event) => {
            const orderId = mine[(turn + event) % mine.length] ?? '';
            const count = (written.get(orderId) ?? 0) + 1;
            written.set(orderId, count);
            const data = { amount: isKept ? count : 0 };
            return { orderId, type: 'paid_late', actor: 'cli', data, createdAt: new Date() };
          });
          await tx.insert(tx.tables.orderEvents).values(rows);
          // Other transactions get higher numbers meanwhile, and commit before this one.
          if (db.dialect === 'postgres') await sleep(Math.random() * 4);
          if (!isKept) throw new Error('changed my mind');
          tx.announce({ topic: 'order-events', detail: '', isRelaxed: true });
        });
        await work.then(
          () => mine.forEach((id) => counts.set(id, written.get(id) ?? 0)),
          (error: Error) => expect(error.message).toBe('changed my mind'),
        );
      }
    }),
  );
}

/** Follows the feed on both servers in turn, and disconnects in the middle again and again. */
async function readAll(urls: string[]): Promise<Block[]> {
  const authorization = `Bearer ${ada.accessToken}`;
  const seen: Block[] = [];
  let lastEventId = '0';
  let stream: TestStream | undefined;
  for (let visit = 0; seen.length < events; visit += 1) {
    const url = urls[visit % urls.length] ?? '';
    stream = await openStream(`${url}/api/v1/admin/events`, { authorization, 'last-event-id': lastEventId });
    const until = visit < disconnects ? ((visit + 1) * events) / (disconnects + 1) : events;
    while (seen.length < until) {
      const block = await stream.nextEvent();
      if (block.event === 'problem') throw new Error(block.data);
      lastEventId = block.id ?? lastEventId;
      if (block.event === 'paid_late') seen.push(block);
    }
    stream.close();
  }
  return seen;
}

test(`${disconnects} disconnects during ${events} events with two server processes: each is seen once, in order per order`, {
  timeout: 120_000,
}, async () => {
  const urls = await Promise.all(servers.map(({ opened }) => opened));
  const started = performance.now();
  const [seen, others] = await Promise.all([readAll(urls), readAll(urls.toReversed()), writeAll()]);
  console.log(`${events} events over two servers in ${Math.round(performance.now() - started)} ms`);
  const committed = await db.read.$count(db.tables.orderEvents);
  expect(committed).toBe(events + orderIds.length);
  for (const reader of [seen, others]) {
    expect(reader).toHaveLength(events);
    const counted = reader.map(({ data }) => JSON.parse(data ?? '') as { orderId: string; data: { amount: number } });
    const counts = (id: string) => counted.filter(({ orderId }) => orderId === id).map(({ data }) => data.amount);
    for (const id of orderIds) {
      const all = counts(id);
      expect(all).toEqual(all.map((_, index) => index + 1));
    }
    const ids = reader.map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((one, two) => one - two));
  }
});

test('a server that is told to stop asks its streams to come back, and is not kept by them', async () => {
  const [server] = servers;
  const authorization = `Bearer ${ada.accessToken}`;
  const stream = await openStream(`${await server?.opened}/api/v1/admin/events`, { authorization });
  await stream.nextEvent();
  server?.kill('SIGTERM');
  expect(await stream.next()).toEqual({ retry: expect.stringMatching(/^\d+$/) });
  expect(await stream.isOver()).toBe(true);
  expect(await server?.ended).toBe(0);
});
