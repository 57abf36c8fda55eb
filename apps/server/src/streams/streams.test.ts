import { type IncomingMessage, request } from 'node:http';
import type { AppRouter } from '@cartwright/api';
import { eventually, inFlight, loseEvents, orderInput, type SignedUp } from '@cartwright/api/testing';
import { heartbeatMilliseconds } from '@cartwright/kernel/streams';
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client';
import { EventSource } from 'eventsource';
import superjson from 'superjson';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openStream } from '../testing/stream.ts';
import { startTestServer } from '../testing.ts';

/** STREAM_LISTENERS=500 is the full size. */
const listeners = Number(process.env['STREAM_LISTENERS'] ?? 150);
const server = await startTestServer({ STREAMS_MAX_PER_CALLER: '600' }, { worker: false });
const { shop } = server;
let ada: SignedUp;
let bob: SignedUp;
let productId = '';
beforeAll(async () => {
  [ada, bob] = [await server.signUp({ role: 'admin' }), await server.signUp()];
  productId = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 900 })).id;
});
afterAll(() => server.close());
afterEach(() => eventually(() => expect(shop.streams.count).toBe(0)));

const place = () => bob.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
const authorized = ({ accessToken }: SignedUp) => ({ authorization: `Bearer ${accessToken}` });

/** Writes this many events without a notification. */
async function happen(orderId: string, count: number, reason = 'test'): Promise<void> {
  const at = shop.clock.now();
  await shop.db.transact(async (tx) => {
    const event = { orderId, type: 'payment_failed', actor: 'cli', data: { reason }, createdAt: at };
    for (let left = count; left > 0; left -= 500) {
      await tx.insert(tx.tables.orderEvents).values(Array.from({ length: Math.min(left, 500) }, () => event));
    }
  });
}

describe('on REST', () => {
  test('an event has its id, its type and its JSON', async () => {
    const { id, number } = await place();
    const stream = await openStream(`${server.url}/api/v1/orders/${id}/events`, authorized(bob));
    expect([stream.status, stream.headers['content-type']]).toEqual([200, 'text/event-stream']);
    expect(stream.headers['cache-control']).toBe('no-store, no-transform');
    expect(await stream.next()).toEqual({ retry: '2000' });
    const { id: eventId, event, data } = await stream.next();
    expect(event).toBe('placed');
    expect(JSON.parse(data ?? '')).toEqual({
      id: eventId,
      type: 'placed',
      actor: 'customer',
      at: shop.clock.now().toISOString(),
      data: {},
      orderId: id,
      orderNumber: number,
      status: 'pending',
    });
    stream.close();
  });

  test('a browser that comes back is believed by its header, not by the query of its first visit', async () => {
    const { id } = await place();
    await server.drainJobs();
    const address = `${server.url}/api/v1/orders/${id}/events?lastEventId=0`;
    const first = await openStream(address, authorized(bob));
    const placed = await first.nextEvent();
    first.close();
    const second = await openStream(address, { ...authorized(bob), 'last-event-id': placed.id ?? '' });
    expect((await second.nextEvent()).event).toBe('paid');
    second.close();
    const refused = await fetch(`${server.url}/api/v1/orders/${id}/events?lastEventId=x`, { headers: authorized(bob) });
    expect([refused.status, await refused.json()]).toMatchObject([422, { issues: [{ path: 'lastEventId' }] }]);
  });

  test('an event `reset` tells that events were lost, and the newest event follows', async () => {
    const { id } = await place();
    const address = `${server.url}/api/v1/admin/events`;
    const stream = await openStream(address, authorized(ada));
    const kept = await stream.nextEvent();
    await happen(id, 3);
    const lost = [await stream.nextEvent(), await stream.nextEvent(), await stream.nextEvent()];
    await loseEvents(server.database.url, Math.trunc(Number(kept.id)));
    const late = await openStream(address, { ...authorized(ada), 'last-event-id': lost[1]?.id ?? '' });
    for (const one of [stream, late]) {
      expect(await one.nextEvent()).toEqual({ event: 'reset', data: '{}' });
      expect(await one.nextEvent()).toEqual(kept);
    }
    const known = await openStream(address, { ...authorized(ada), 'last-event-id': kept.id ?? '' });
    await happen(id, 1);
    const next = await known.nextEvent();
    expect(next).toMatchObject({ event: 'payment_failed' });
    for (const one of [stream, late]) expect((await one.nextEvent()).id).toBe(next.id);
    for (const one of [stream, late, known]) one.close();
  });

  test('HEAD answers as GET would, and leaves nothing open', async () => {
    const answer = await fetch(`${server.url}/api/v1/admin/events`, { method: 'HEAD', headers: authorized(ada) });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  });

  test('a session that ends while the stream is open is told as a problem', async () => {
    await place();
    const eve = await server.signUp({ role: 'admin' });
    const stream = await openStream(`${server.url}/api/v1/admin/events`, authorized(eve));
    await stream.nextEvent();
    await eve.caller.auth.logout();
    const { event, data } = await stream.nextEvent();
    expect([event, JSON.parse(data ?? '')]).toMatchObject(['problem', { code: 'UNAUTHENTICATED', status: 401 }]);
    expect(await stream.isOver()).toBe(true);
  });
});

describe('on tRPC', () => {
  /** The client from tRPC's own documentation. */
  function client(who: SignedUp) {
    const link = httpSubscriptionLink<AppRouter, typeof EventSource>({
      url: `${server.url}/trpc`,
      transformer: superjson,
      EventSource,
      eventSourceOptions: {
        fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...authorized(who) } }),
      },
    });
    return createTRPCClient<AppRouter>({ links: [link] });
  }

  test("tRPC's own client gets events with their ids and dates", async () => {
    const { id } = await place();
    const seen: { id: string; data: { type: string; at: Date } }[] = [];
    const states: string[] = [];
    const following = client(bob).orders.onUpdate.subscribe(
      { idOrNumber: id },
      { onData: (event) => seen.push(event), onConnectionStateChange: ({ state }) => states.push(state) },
    );
    await eventually(() => expect(seen).toHaveLength(1));
    await server.drainJobs();
    await eventually(() => expect(seen.map(({ data }) => data.type)).toEqual(['placed', 'paid', 'confirmed']));
    expect(seen[0]).toMatchObject({ id: expect.stringMatching(/^\d+\.\d{6}$/), data: { at: expect.any(Date) } });
    expect(states).toEqual(['connecting', 'pending']);
    following.unsubscribe();
  });

  test('a refusal reaches it as the failure that it is', async () => {
    const { id } = await place();
    const failing = new Promise<unknown>((resolve) => {
      client(ada).orders.onUpdate.subscribe({ idOrNumber: crypto.randomUUID() }, { onError: resolve });
    });
    expect(await failing).toMatchObject({
      data: { code: 'NOT_FOUND', httpStatus: 404, requestId: expect.any(String) },
    });
    const foreign = new Promise<unknown>((resolve) => {
      client(bob).admin.onEvent.subscribe({ lastEventId: id }, { onError: resolve });
    });
    expect(await foreign).toMatchObject({ data: { code: 'FORBIDDEN' } });
  });

  test('a subscription is neither batched nor posted', async () => {
    const batch = await fetch(`${server.url}/trpc/admin.onEvent?batch=1&input=%7B%7D`, { headers: authorized(ada) });
    expect([batch.status, await batch.text()]).toEqual([400, expect.stringContaining('MALFORMED_REQUEST')]);
    const headers = { ...authorized(ada), 'content-type': 'application/json' };
    const posted = await fetch(`${server.url}/trpc/admin.onEvent`, { method: 'POST', headers, body: '{"json":{}}' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET']);
  });
});

test('a silent stream gives signs of life, on both surfaces', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const rest = await openStream(`${server.url}/api/v1/admin/events`, authorized(ada));
    const trpc = await openStream(`${server.url}/trpc/admin.onEvent?input=%7B%22json%22%3A%7B%7D%7D`, authorized(ada));
    for (const stream of [rest, trpc]) await stream.nextEvent();
    for (let turn = 0; turn < 3; turn += 1) {
      vi.advanceTimersByTime(heartbeatMilliseconds);
      expect([await rest.next(), await trpc.next()]).toEqual([{ comment: 'still here' }, { event: 'ping', data: '' }]);
    }
    for (const stream of [rest, trpc]) stream.close();
  } finally {
    vi.useRealTimers();
  }
});

test('clients that take nothing cost no memory, and get everything once they do', async () => {
  const { id } = await place();
  const events = 1_500;
  const sockets = await Promise.all(Array.from({ length: 20 }, openPaused));
  await happen(id, events, 'x'.repeat(10_000));
  const before = memory();
  // Each client would be owed 15 MB.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(memory() - before).toBeLessThan(100_000_000);
  const [patient, ...others] = sockets;
  for (const socket of others) socket.destroy();
  const received = await countUntil(patient!, '\nevent: payment_failed\n', events);
  expect(received).toBe(events);
});

/** A client that requests the feed and does not read the response. */
function openPaused() {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const headers = authorized(ada);
    const asking = request(`${server.url}/api/v1/admin/events`, { headers, agent: false }, (answer) => {
      answer.pause();
      resolve(answer);
    });
    asking.on('error', reject);
    asking.end();
  });
}

/** Reads until a text has come this many times, and disconnects. */
async function countUntil(answer: IncomingMessage, wanted: string, times: number): Promise<number> {
  let count = 0;
  let unread = '';
  for await (const chunk of answer) {
    const parts = (unread + String(chunk)).split(wanted);
    count += parts.length - 1;
    unread = (parts.at(-1) ?? '').slice(-wanted.length);
    if (count >= times) break;
  }
  return count;
}

function memory(): number {
  const { heapUsed, external, rss } = process.memoryUsage();
  return Math.min(heapUsed + external, rss);
}

test(`${listeners} who follow the feed all hear of an event, and when they leave they are gone`, async () => {
  const { id } = await place();
  const answers = await Promise.all(Array.from({ length: listeners }, openPaused));
  expect(shop.streams.count).toBe(listeners);
  const heard = inFlight(answers.map((answer) => countUntil(answer, '\nevent: cancelled\n', 1)));
  const started = performance.now();
  await bob.caller.orders.cancel({ idOrNumber: id });
  expect(new Set(await Promise.all(heard))).toEqual(new Set([1]));
  console.log(`${listeners} listeners heard of an event after ${Math.round(performance.now() - started)} ms`);
});

test('a process that stops asks its streams to come back, and takes no more', async () => {
  const leaving = await startTestServer({}, { worker: false });
  const eve = await leaving.signUp({ role: 'admin' });
  const paths = ['/api/v1/admin/events', '/trpc/admin.onEvent?input=%7B%22json%22%3A%7B%7D%7D'];
  const streams = await Promise.all(paths.map((path) => openStream(`${leaving.url}${path}`, authorized(eve))));
  for (const stream of streams) await stream.next();
  leaving.shop.streams.close();
  for (const stream of streams) {
    // The stream ends without an error, and on tRPC without the event that would keep its client from reconnecting.
    const [last] = [await stream.next()];
    expect(Object.keys(last)).toEqual(['retry']);
    expect(Number(last.retry)).toBeGreaterThanOrEqual(500);
    expect(await stream.isOver()).toBe(true);
  }
  const late = await fetch(`${leaving.url}${paths[0]}`, { headers: authorized(eve) });
  expect([late.status, late.headers.get('retry-after')]).toEqual([503, '5']);
  await leaving.close();
});
