import { createTestShop, startFakeStripe } from '@cartwright/api/testing';
import { afterAll, expect, test } from 'vitest';
import { runHere } from './testing/in-process.ts';

const fake = await startFakeStripe();
const world = await createTestShop(fake.env);
afterAll(async () => {
  await world.close();
  await fake.close();
});

const run = (args: string, env: Record<string, string> = fake.env) =>
  runHere(`payments reconcile ${args}`, { NODE_ENV: 'test', DATABASE_URL: world.database.url, ...env });

test('payments without an order are listed, returned, and gone from the list', async () => {
  const charge = { orderNumber: 'LOST-1', amount: 2_490, currency: 'USD', token: 'pm_card_visa', attempt: 1 };
  const paymentId = '0193a5a0-0000-7000-8000-000000000001';
  await world.shop.paymentProviders.get('stripe')!.charge({ ...charge, paymentId });
  const listed = await run('--from 2020-01-01');
  expect(listed).toMatchObject({ code: 1, stderr: '' });
  expect(listed.stdout).toContain('1 payment checked, 1 discrepancy.');
  expect(listed.stdout).toMatch(/pi_\w+ +LOST-1 +\$24\.90 +unknown to all orders +left/);
  expect(listed.stdout).toContain('To settle them, add --refund.');

  const settled = await run('--from 2020-01-01 --refund --json');
  expect(settled.code).toBe(0);
  expect(JSON.parse(settled.stdout)).toMatchObject({
    checked: 1,
    providers: ['stripe'],
    discrepancies: [{ kind: 'unknown', paymentId, amount: 2_490, outcome: 'returned' }],
  });
  expect(fake.account.netOf('LOST-1')).toBe(0);
  expect(await run('--from 2020-01-01')).toMatchObject({ code: 0, stdout: '1 payment checked, 0 discrepancies.\n' });
});

test.each([
  ['', 2, /--from/],
  ['--from yesterday', 2, /--from: /],
  ['--from 2026-02-01 --to 2026-01-01', 2, /--from: Enter a time before the end/],
])('what cannot be a span is refused: %s', async (args, code, words) => {
  const ended = await run(args);
  expect(ended.code).toBe(code);
  expect(ended.stderr).toMatch(words);
});

test('a shop without a provider that keeps a list is told so', async () => {
  const ended = await run('--from 2026-01-01', {});
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('No payment provider of this shop can list payments.');
});
