import { once } from 'node:events';
import { request as openRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { appRouter } from '@cartwright/api';
import { rowCounts, type SignedUp } from '@cartwright/api/testing';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostileRequests } from '../src/testing/hostile.ts';
import { codeIn, type Reply, send } from '../src/testing/reply.ts';
import { type Surface, surfaces } from '../src/testing/surfaces.ts';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({}, { worker: false });
const operations = operationsOf(appRouter);
let admin: SignedUp;
beforeAll(async () => {
  admin = await server.signUp({ role: 'admin' });
});
afterAll(() => server.close());

/** Milliseconds of processor time, of client and server together, for a request that is refused at once. */
const cheap = 50;

/** Lists the problems of the responses to hostile requests; empty if they are as documented and quick. */
async function problemsOf(surface: Surface, operation: Operation): Promise<string[]> {
  const problems = [];
  for (const hostile of hostileRequests(surface, operation)) {
    const { kind, expected } = hostile;
    let best = Number.POSITIVE_INFINITY;
    let reply: Reply | undefined;
    // Garbage collection may slow one attempt, but not all of them.
    for (let tries = 0; tries < 12 && best > cheap; tries += 1) {
      if (tries > 0) await sleep(tries * 10);
      reply = await send(server.url, admin.accessToken, hostile);
      best = Math.min(best, reply.ms);
    }
    const told = [reply?.status, reply?.code];
    if (told.join() !== expected.join())
      problems.push(`${kind}: ${expected} expected, but ${reply?.status} ${reply?.text}`);
    if (best > cheap) problems.push(`${kind}: took ${Math.round(best)} ms`);
    if (/ at .*\(|node_modules|\.ts:|select |insert /.test(reply?.text ?? '')) problems.push(`${kind}: tells too much`);
  }
  return problems;
}

/** Sends a body in pieces until the server responds or hangs up. */
async function sendEndlessly(
  surface: Surface,
  operation: Operation,
): Promise<{ status: number; code: string; sent: number }> {
  const [first] = hostileRequests(surface, operation);
  const { pathname } = new URL(first?.address ?? '', server.url);
  const isForm = operation.meta.maxFileBytes !== undefined && surface === 'rest';
  const outgoing = openRequest(`${server.url}${pathname}`, {
    method: surface === 'trpc' ? 'POST' : operation.method,
    headers: {
      authorization: `Bearer ${admin.accessToken}`,
      'content-type': isForm ? 'multipart/form-data; boundary=x' : 'application/json',
      'transfer-encoding': 'chunked',
    },
    agent: false,
  });
  outgoing.on('error', () => {});
  const answered = once(outgoing, 'response') as Promise<[NodeJS.ReadableStream & { statusCode: number }]>;
  let isAnswered = false;
  answered.then(
    () => (isAnswered = true),
    () => (isAnswered = true),
  );
  const piece = Buffer.alloc(64 * 1_024, 32);
  let sent = 0;
  while (!isAnswered && sent < 100 * 1_024 * 1_024) {
    sent += piece.length;
    if (!outgoing.write(piece)) await Promise.race([once(outgoing, 'drain'), answered]);
  }
  const [response] = await answered;
  let text = '';
  for await (const chunk of response) text += String(chunk);
  outgoing.destroy();
  return { status: response.statusCode, code: codeIn(text), sent };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function memory(): Promise<number> {
  // A buffer's memory outside the heap is freed a turn after its object is collected.
  for (let turn = 0; turn < 3; turn += 1) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const rows = surfaces.flatMap((surface) =>
  operations.map((operation) => ({ surface, operation, name: operation.name })),
);

test.each(rows)(
  '$name on $surface answers what is hostile as documented, with 50 ms of processor time at most',
  async (row) => {
    expect(await problemsOf(row.surface, row.operation)).toEqual([]);
  },
);

test('the table has every procedure of the router, and one that is unknown fails in it', async () => {
  const names = Object.keys(appRouter._def.procedures).sort();
  for (const surface of surfaces) {
    expect(
      rows
        .filter((row) => row.surface === surface)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names);
  }
  const known = operations.find(({ name }) => name === 'orders.place')!;
  const unknown = { ...known, name: 'orders.nothing', path: '/orders/nothing/at/all' };
  for (const surface of surfaces) expect((await problemsOf(surface, unknown)).length).toBeGreaterThan(10);
});

test('100 MB in pieces are cut off by everything that reads a body, and the memory is back to where it was', async () => {
  const reading = rows.filter(({ surface, operation }) =>
    surface === 'trpc' ? operation.kind === 'mutation' : operation.method !== 'GET' && operation.input,
  );
  await sendEndlessly('rest', reading[0]!.operation);
  const before = await memory();
  const problems = [];
  for (const { surface, operation } of reading) {
    const { status, code, sent } = await sendEndlessly(surface, operation);
    const told = `${operation.name} on ${surface}: ${status} ${code} after ${sent}`;
    // The buffers on the way hold some bytes too.
    const most = (operation.meta.maxFileBytes ?? 65_536) + 10 * 1_024 * 1_024;
    if (status !== 413 || code !== 'TOO_LARGE' || sent > most) problems.push(told);
  }
  expect(problems).toEqual([]);
  expect(reading.length).toBeGreaterThan(50);
  expect((await memory()) - before).toBeLessThan(16 * 1_024 * 1_024);
});

test('none of this touched a prototype, and nothing is left half done', async () => {
  expect(({} as { role?: string; polluted?: unknown }).role).toBeUndefined();
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect((await rowCounts(server.shop.db))['orders'] ?? 0).toBe(0);
});
