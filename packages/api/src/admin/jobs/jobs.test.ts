import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, type SignedUp, type TestShop } from '../../testing.ts';

let world: TestShop;
let ada: SignedUp;
beforeAll(async () => {
  // No server listens on this port.
  world = await createTestShop({ EMAIL_BACKEND: 'smtp', EMAIL_HOST: '127.0.0.1', EMAIL_PORT: '1' });
  ada = await world.signUp({ role: 'admin' });
  const mug = await ada.caller.products.create({ name: 'Mug', price: 900, stock: 9 });
  const bob = await world.signUp();
  await bob.caller.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 1 }] }));
  await world.drainJobs();
});
afterAll(() => world.close());

test('a mail that no server takes is listed with why, how often it was tried, and when it is tried next', async () => {
  const { items } = await ada.caller.admin.jobs.list({ state: 'retrying' });
  expect(new Set(items.map(({ payload }) => payload['template']))).toEqual(new Set(['order-paid', 'order-received']));
  const [first] = items;
  expect(first).toMatchObject({ name: 'orders.sendOrderMail', attempts: 1, maxAttempts: 14 });
  expect(first?.lastError).toContain('ECONNREFUSED');
  expect(first?.nextRunAt?.getTime()).toBeGreaterThan(Date.now());
  expect(Object.keys(first?.payload ?? {})).toEqual(expect.arrayContaining(['orderId', 'template']));
  expect(await ada.caller.admin.jobs.get({ id: first?.id ?? '' })).toEqual(first);
});

test('the figures agree with the list, page by page', async () => {
  const { jobs } = await ada.caller.admin.jobs.stats();
  const listed = [];
  let cursor: string | undefined;
  do {
    const page = await ada.caller.admin.jobs.list({ limit: 1, cursor });
    listed.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(listed).toEqual((await ada.caller.admin.jobs.list({})).items);
  const total = jobs.reduce(
    (sum, { waiting, retrying, running, failed }) => sum + waiting + retrying + running + failed,
    0,
  );
  expect(total).toBe(listed.length);
  expect(jobs.find(({ name }) => name === 'orders.sendOrderMail')).toMatchObject({
    waiting: 0,
    retrying: 2,
    failed: 0,
  });
  expect((await ada.caller.admin.jobs.list({ name: 'orders.expireOrder' })).items).toHaveLength(1);
  expect((await ada.caller.admin.jobs.list({ state: 'failed' })).items).toEqual([]);
});

test('a retried job is due at once with all its attempts, and a discarded one is gone', async () => {
  const [one, two] = (await ada.caller.admin.jobs.list({ state: 'retrying' })).items;
  const retried = await ada.caller.admin.jobs.retry({ id: one?.id ?? '' });
  expect(retried).toMatchObject({ ...one, state: 'waiting', attempts: 0, nextRunAt: world.clock.now() });
  expect(await ada.caller.admin.jobs.get({ id: one?.id ?? '' })).toMatchObject({ state: 'waiting', attempts: 0 });
  await world.drainJobs();
  expect(await ada.caller.admin.jobs.get({ id: one?.id ?? '' })).toMatchObject({ state: 'retrying', attempts: 1 });

  await ada.caller.admin.jobs.discard({ id: two?.id ?? '' });
  const { items: audit } = await ada.caller.admin.audit({ action: 'admin.jobs' });
  expect(audit.map(({ action, target, before, after }) => [action, target.id, before, after])).toEqual([
    ['admin.jobs.discard', two?.id, { state: 'retrying', attempts: 1, payload: two?.payload }, null],
    ['admin.jobs.retry', one?.id, { state: 'retrying', attempts: 1 }, { state: 'waiting', attempts: 0 }],
  ]);
  for (const call of ['get', 'retry', 'discard'] as const) {
    const { code } = await refusalOf(ada.caller.admin.jobs[call]({ id: two?.id ?? '' }));
    expect(code).toBe('NOT_FOUND');
  }
});

test.each(['0', '-1', 'x', "1' or 1=1", '9'.repeat(20)])('there is no job %s', async (id) => {
  expect(await refusalOf(ada.caller.admin.jobs.get({ id }))).toMatchObject({ code: 'NOT_FOUND' });
});

test('the cursor of another list is refused', async () => {
  const { nextCursor } = await ada.caller.products.list({ limit: 1 });
  expect(await refusalOf(ada.caller.admin.jobs.list({ cursor: nextCursor ?? 'WyJvdGhlciJd' }))).toMatchObject({
    code: 'VALIDATION',
  });
});

test('customers are refused', async () => {
  const { caller } = await world.signUp();
  expect(await refusalOf(caller.admin.jobs.list({}))).toMatchObject({ code: 'FORBIDDEN' });
  expect(await refusalOf(caller.admin.jobs.discard({ id: '1' }))).toMatchObject({ code: 'FORBIDDEN' });
});
