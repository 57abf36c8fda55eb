import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, eventually } from '../testing/index.ts';
import type { Listening, Notification } from './notifications.ts';

const shop = await createTestDatabase();
const other = await shop.openAnother();
afterAll(() => shop.close());

const heard: Notification[] = [];
const heardElsewhere: Notification[] = [];
let gaps = 0;
let gapsElsewhere = 0;
let here: Listening;
let elsewhere: Listening;

beforeAll(async () => {
  here = shop.db.listen({ onNotification: (notification) => heard.push(notification), onGap: () => (gaps += 1) });
  elsewhere = other.listen({
    onNotification: (notification) => heardElsewhere.push(notification),
    onGap: () => (gapsElsewhere += 1),
  });
  await eventually(() => expect([here.isCurrent(), elsewhere.isCurrent()]).toEqual([true, true]));
});

const announce = (topic: string, detail: string, isRelaxed = false) =>
  shop.db.transact(async (tx) => {
    // On SQLite another process only sees that a write happened.
    await tx.delete(tx.tables.devMails);
    await tx
      .insert(tx.tables.devMails)
      .values({ id: crypto.randomUUID(), to: '', subject: '', text: '', html: '', at: new Date() });
    tx.announce({ topic, detail, isRelaxed });
  });

test('what a transaction announces is heard in its own process as soon as it has committed', async () => {
  heard.length = 0;
  await shop.db.transact(async (tx) => {
    tx.announce({ topic: 'catalogue', detail: 'a' });
    expect(heard).toEqual([]);
  });
  expect(heard).toMatchObject([{ topic: 'catalogue', detail: 'a' }]);
});

test('other processes hear it too, or that they missed something', async () => {
  for (const isRelaxed of [false, true]) {
    elsewhere.isCurrent();
    gapsElsewhere = 0;
    const detail = `relaxed ${isRelaxed}`;
    await announce('stock', detail, isRelaxed);
    await eventually(() => {
      expect(elsewhere.isCurrent()).toBe(true);
      if (shop.dialect === 'postgres') expect(heardElsewhere).toContainEqual({ topic: 'stock', detail });
      else expect(gapsElsewhere).toBe(1);
    });
  }
});

test('nobody hears of a transaction that was rolled back', async () => {
  heard.length = heardElsewhere.length = gaps = gapsElsewhere = 0;
  const failing = shop.db.transact(async (tx) => {
    tx.announce({ topic: 'catalogue', detail: 'never' });
    tx.announce({ topic: 'stock', detail: 'never', isRelaxed: true });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await announce('catalogue', 'after');
  await eventually(() => expect(elsewhere.isCurrent() && heardElsewhere.length + gapsElsewhere).toBeGreaterThan(0));
  expect([...heard, ...heardElsewhere].map(({ detail }) => detail)).not.toContain('never');
});

test('its own writes are no gap for a process', async () => {
  gaps = 0;
  await announce('catalogue', 'own');
  expect([here.isCurrent(), gaps]).toEqual([true, 0]);
});

test('one that stopped listening hears nothing more', async () => {
  const quiet: Notification[] = [];
  shop.db.listen({ onNotification: (notification) => quiet.push(notification), onGap: () => {} }).stop();
  await announce('catalogue', 'late');
  expect(quiet).toEqual([]);
});
