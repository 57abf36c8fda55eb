import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, eventually } from '../testing/index.ts';
import { onServer } from '../testing/server.ts';
import type { Listening, Notification } from './notifications.ts';

const shop = await createTestDatabase();
const other = await shop.openAnother();
const heard: Notification[] = [];
let gaps = 0;
let listening: Listening;
beforeAll(async () => {
  listening = other.listen({ onNotification: (notification) => heard.push(notification), onGap: () => (gaps += 1) });
  await eventually(() => expect(listening.isCurrent()).toBe(true));
});
afterAll(() => shop.close());

const announce = (notifications: Notification[]) =>
  shop.db.transact(async (tx) => {
    for (const notification of notifications) tx.announce(notification);
  });

test('once a transaction is over, whoever listens has heard of it', async () => {
  const own = shop.db.listen({ onNotification: () => {}, onGap: () => {} });
  await eventually(() => expect(own.isCurrent()).toBe(true));
  for (let round = 0; round < 50; round += 1) {
    heard.length = 0;
    const notifications = [0, 1, 2].map((number) => ({ topic: 'catalogue', detail: `${round} ${number}` }));
    await announce(notifications);
    expect(heard).toEqual(notifications);
  }
});

test('one that listens and says nothing keeps nobody waiting for long', async () => {
  const hanging = new pg.Client({ connectionString: shop.url, application_name: 'cartwright listener' });
  await hanging.connect();
  await announce([{ topic: 'catalogue', detail: 'into the void' }]);
  await hanging.end();
});

test('a listener whose connection was cut says so, listens again, and says that it missed something', async () => {
  gaps = 0;
  await onServer(
    shop.url,
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cartwright listener' and datname = current_database()",
  );
  await eventually(() => expect(listening.isCurrent()).toBe(false));
  await eventually(() => expect(listening.isCurrent()).toBe(true));
  expect(gaps).toBeGreaterThanOrEqual(1);
  heard.length = 0;
  await announce([{ topic: 'catalogue', detail: 'again' }]);
  await eventually(() => expect(heard).toEqual([{ topic: 'catalogue', detail: 'again' }]));
});

test('what is longer than Postgres carries arrives without its detail', async () => {
  heard.length = 0;
  await announce([
    { topic: 'stock', detail: 'é'.repeat(5_000) },
    { topic: 'stock', detail: 'x'.repeat(7_000) },
  ]);
  await eventually(() =>
    expect(heard).toEqual([
      { topic: 'stock', detail: '' },
      { topic: 'stock', detail: 'x'.repeat(7_000) },
    ]),
  );
});

test('relaxed notifications of many transactions arrive, several in one', async () => {
  heard.length = 0;
  await Promise.all(
    Array.from({ length: 50 }, (_, index) => announce([{ topic: 'stock', detail: `v${index}`, isRelaxed: true }])),
  );
  await eventually(() => expect(new Set(heard.flatMap(({ detail }) => detail.split(','))).size).toBe(50));
});
