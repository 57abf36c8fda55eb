import { afterAll, expect, test } from 'vitest';
import { DatabaseUnavailable, isUnavailable, openDatabase } from '../index.ts';
import { createTestDatabase, eventually } from '../testing/index.ts';
import { startNetwork } from '../testing/network.ts';

const shop = await createTestDatabase();
afterAll(() => shop.close());

test('a network that swallows everything is unavailable after a while, and forgotten when it is back', async () => {
  const network = await startNetwork(shop.url);
  const db = await openDatabase(network.url, {
    poolSize: 2,
    connectionWaitMilliseconds: 500,
    answerWaitMilliseconds: 700,
  });
  const { users } = db.tables;
  const read = async () => await db.read.$count(users);
  const write = () => db.transact((tx) => tx.$count(users));
  await Promise.all([read(), write()]);

  network.setSilent(true);
  // The first round uses open connections; the second one tries to open new ones.
  for (let round = 0; round < 2; round += 1) {
    const [reading, writing] = await Promise.allSettled([read(), write()]);
    expect(reading.status === 'rejected' && isUnavailable(reading.reason)).toBe(true);
    expect(writing).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseUnavailable) });
  }

  network.setSilent(false);
  expect(await Promise.all([read(), write()])).toEqual([0, 0]);
  await db.close();
  network.close();
});

test('one dead connection makes the pool drop all idle ones that are dead, so that one query waits and no other', async () => {
  const network = await startNetwork(shop.url);
  const db = await openDatabase(network.url, { poolSize: 4, answerWaitMilliseconds: 1_000 });
  const { users } = db.tables;
  const read = async () => await db.read.$count(users);
  await Promise.all(Array.from({ length: 4 }, read));
  expect(db.load()).toMatchObject({ connections: 4, idle: 4 });

  network.abandon();
  await expect(read()).rejects.toSatisfy(isUnavailable);
  await eventually(() => expect(db.load()).toMatchObject({ connections: 0, idle: 0 }));
  expect(await read()).toBe(0);
  await db.close();
  network.close();
});
