import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { DatabaseUnavailable, isUnavailable, openDatabase } from '../index.ts';
import { createTestDatabase } from '../testing/index.ts';

const shop = await createTestDatabase();
afterAll(() => shop.close());

/** A network between the shop and Postgres that can swallow whatever is sent, as real ones do. */
async function startNetwork(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => !isSilent && to.write(chunk));
      from.on('error', () => {});
      from.on('close', () => to.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = new URL(url);
  address.port = String((server.address() as { port: number }).port);
  return {
    url: address.href,
    setSilent: (value: boolean) => (isSilent = value),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

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
  // The connections that are open, and then new ones that do not open.
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
