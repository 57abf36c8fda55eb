import { appRouter } from '@cartwright/api';
import type { SignedUp } from '@cartwright/api/testing';
import { Failure, kernelFailures } from '@cartwright/kernel/failures';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import type { Shop } from '@cartwright/kernel/shop';
import { createMetrics } from '@cartwright/process';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failingShop } from './testing/failing-shop.ts';
import { ask, type Surface, surfaces } from './testing/surfaces.ts';
import { startTestServer } from './testing.ts';

/** A value that neither JSON nor superjson can write. */
const unwritable = {
  get never() {
    throw new Error('This cannot be written.');
  },
};

const errors: object[] = [];
const ignore = () => {};
const log = { debug: ignore, info: ignore, warn: ignore, error: (facts: object) => void errors.push(facts) };
const metrics = createMetrics();
const failing = failingShop();
const server = await startTestServer(
  {},
  { worker: false, log, decorate: (shop) => failing.decorate({ ...shop, metrics, db: withUnwritableJobs(shop.db) }) },
);
let admin: SignedUp;
beforeAll(async () => {
  admin = await server.signUp({ role: 'admin' });
});
beforeEach(() => void errors.splice(0));
afterAll(() => server.close());

/** A queue whose jobs have a payload that cannot be written. */
function withUnwritableJobs(db: Shop['db']): Shop['db'] {
  const find: Shop['db']['queue']['find'] = async (id) => ({
    id,
    name: 'orders.sendOrderMail',
    state: 'waiting',
    attempts: 0,
    maxAttempts: 1,
    runAt: new Date(),
    lastError: null,
    payload: { unwritable },
    key: null,
    createdAt: new Date(),
  });
  const queue = new Proxy(db.queue, { get: (target, name) => (name === 'find' ? find : Reflect.get(target, name)) });
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'queue') return queue;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function unsentSoFar(): Promise<number> {
  const { text } = await metrics.page(server.shop.db);
  return Number(/^cartwright_answers_unsent_total (\d+)$/m.exec(text)?.[1]);
}

const operationOf = (name: string): Operation => operations.find((operation) => operation.name === name)!;
const operations = operationsOf(appRouter);

async function expectInternal(surface: Surface, operation: Operation, input: unknown): Promise<void> {
  const before = await unsentSoFar();
  const headers = { authorization: `Bearer ${admin.accessToken}`, 'x-request-id': 'unsent' };
  const answer = await ask(server.url, surface, operation, input, headers);
  expect(answer).toMatchObject({ status: 500, failure: { code: 'INTERNAL', requestId: 'unsent' } });
  expect(answer.headers.get('content-type')).toBe(surface === 'rest' ? 'application/problem+json' : 'application/json');
  expect(answer.text).not.toContain('cannot be written');
  expect(await unsentSoFar()).toBe(before + 1);
  expect(errors).toEqual([expect.objectContaining({ err: expect.any(Error) })]);
}

describe.each(surfaces)('on %s INTERNAL is answered, logged and counted in place of', (surface) => {
  test('a result that cannot be written', async () => {
    await expectInternal(surface, operationOf('admin.jobs.get'), { id: '1' });
  });

  test('a failure whose facts cannot be written', async () => {
    const failure = new Failure('STALE_VERSION', 'CONFLICT', 'Read it again.', { version: unwritable });
    await failing.during(failure, () => expectInternal(surface, operationOf('cart.get'), undefined));
  });

  test('an answer with a header that HTTP does not allow', async () => {
    const policy = { name: 'täglich\n', calls: 1, seconds: 1 };
    const failure = kernelFailures.RATE_LIMITED({ retryAfter: 1, policy });
    await failing.during(failure, () => expectInternal(surface, operationOf('cart.get'), undefined));
  });
});

test('a problem with a header that HTTP does not allow is replaced where Node would write it', async () => {
  const failure = kernelFailures.METHOD_NOT_ALLOWED({ allow: ['GET\r\nx-forged: 1'] });
  await failing.during(failure, () => expectInternal('rest', operationOf('cart.get'), undefined));
});
