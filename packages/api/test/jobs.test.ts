import { defineJob, enqueue, runnerOptions } from '@cartwright/kernel/jobs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createTestShop } from '../src/testing.ts';

test('a job that the database fails is reported without what it wanted to write', async () => {
  const { shop, close } = await createTestShop();
  const job = defineJob({ name: 'test.writeTwice', payload: z.object({}), maxAttempts: 2 });
  const lines: string[] = [];
  const errors: string[] = [];
  const keep = (facts: object, message: string) => void lines.push(JSON.stringify([facts, message]));
  const watched = { ...shop, log: { debug: keep, info: keep, warn: keep, error: keep } };
  const handler = () =>
    shop.db.transact(async (tx) => {
      const event = { id: 'stripe:evt_1', type: 'a secret', reference: 'pi_1', receivedAt: shop.clock.now() };
      for (const _ of [1, 2]) await tx.insert(tx.tables.providerEvents).values(event);
    });
  const { run, ...options } = runnerOptions(watched, { job }, { job: handler }, 1);
  try {
    await shop.db.transact(async (tx) => enqueue(tx, job, {}));
    const watchedRun: typeof run = (name, payload, facts) =>
      run(name, payload, facts).catch((error: Error) => {
        errors.push(error.message);
        throw error;
      });
    await shop.db.queue.drain({ ...options, run: watchedRun }, shop.clock.now());
  } finally {
    await close();
  }
  expect(errors.join()).toMatch(/unique/i);
  expect([...lines, ...errors].join()).not.toContain('a secret');
});
