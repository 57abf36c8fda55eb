import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  appRouter,
  closeShop,
  createAdmin,
  createContext,
  drainJobs,
  listSchedules,
  migrateShop,
  openShop,
} from '@cartwright/api';
import {
  createTestDatabase,
  type GrownValues,
  growDatabase,
  rowsRead,
  type SentStatement,
  scansOf,
  sentStatements,
} from '@cartwright/db/testing';
import { operationsOf } from '@cartwright/kernel/operations';
import { readSettings } from '@cartwright/kernel/settings';
import { noTracer } from '@cartwright/kernel/telemetry';
import { afterAll, expect, test } from 'vitest';
import { type Sample, samplesOf, withToken } from '../src/testing/samples.ts';

const database = await createTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'cartwright-scans-'));
const statements = new Set<string>();
const sent: SentStatement[] = [];
const ignore = () => {};
const shop = await openShop(
  readSettings({ NODE_ENV: 'test', RATE_LIMITS: 'off', DATABASE_URL: database.url, IMAGE_DIR: folder }),
  {
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    tracer: {
      ...noTracer,
      query(statement, run) {
        statements.add(statement);
        return run();
      },
    },
  },
);
await migrateShop(shop);
afterAll(async () => {
  await closeShop(shop);
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

type Allowance = readonly [table: string, statement: RegExp, reason: string];
/** Tables that a statement may read whole, with the reason. */
const allowed: readonly Allowance[] = [
  ['promotions', /"is_automatic" and/, 'an index holds the automatic ones, of which a store has few'],
  ['promotions', /from "promotions"/, 'a store has at most 10,000 that are not archived, and lists read them in order'],
  ['tax_rates', /from "tax_rates"/, 'a store has at most 10,000, and prices keep them in memory'],
  ['shipping_methods', /from "shipping_methods"/, 'a store has at most 200, and prices keep them in memory'],
  ['categories', /from "categories"/, 'a shop has few of them, and the list of categories shows all'],
  ['dev_mails', /from "dev_mails"/, 'development only, and old ones are deleted'],
  ['api_keys', /where false/, 'no row is asked for'],
  ['cart_lines', /where false\)/, 'a caller without a cart has no lines'],
  ['cart_lines', /^select "cart_id" from "cart_lines" group by/, 'the report on carts counts all of them'],
  ['variants', /^select .*sum\(.*"variants"\."on_hand"/, 'the report on stock adds all of it'],
  [
    'variants',
    /^select count\(\*\)( as count)? from "variants";?$/,
    'the proof of the ledger says how far it has come',
  ],
  ['variants', /"low_stock_at"/, 'what is low is a comparison within each row'],
];

/** Statements that read more rows the more a shop has, with the reason. */
const growing: readonly Allowance[] = [
  ['orders', /^select "slot", "status", count/, 'stats add the orders of the requested days'],
  ['users', /^select date_bin\(.*count\(\*\) from "users"/, 'stats count the new customers of the requested days'],
  ['products', /^select .*sum\(.*"variants"\."on_hand"/, 'the report on stock adds all of it'],
];

function isAllowed({ table, statement }: { table: string; statement: string }, list: readonly Allowance[]): boolean {
  return list.some(([name, words]) => name === table && words.test(statement));
}

/** Tables that stay small, or that no query of a procedure reads. */
const small = [
  'api_keys',
  'cartwright_migrations',
  'categories',
  'dev_mails',
  'locks',
  'queue_workers',
  'rate_limits',
  'search_facts',
  'promotions',
  'shipping_methods',
  'store',
  'tax_rates',
];

/** The values of a large shop's rows, where copies of one row would be unlike it. Most orders are closed, for example. */
const grown: GrownValues = {
  // The jobs that delete former prices, counts and answers about VAT numbers have run.
  former_prices: { ended_at: `now() - n * interval '5 milliseconds'` },
  mail_counts: { ends_at: `now() + n * interval '1 second'` },
  orders: { status: `'delivered'`, expires_at: 'null', erasure_asked_at: 'null' },
  payments: { status: `'captured'` },
  products: { price_from: 'n', price_to: 'n', name_key: `'mug ' || n` },
  refunds: { status: `'succeeded'` },
  users: { role: `'customer'`, groups: `'[]'` },
  variants: { price: 'n' },
  vat_numbers: { checked_at: `now() - n * interval '20 seconds'` },
};

/** Up to three calls of each statement that reads or writes rows, with different values. */
function withDifferentValues(all: readonly SentStatement[]): SentStatement[] {
  const byText = new Map<string, Map<string, SentStatement>>();
  for (const one of all) {
    if (!/^\s*(select|insert|update|delete|with)\b/i.test(one.text)) continue;
    const calls = byText.get(one.text) ?? new Map<string, SentStatement>();
    if (calls.size < 3) calls.set(JSON.stringify(one.values), one);
    byText.set(one.text, calls);
  }
  return [...byText.values()].flatMap((calls) => [...calls.values()]);
}

// Each of these ends the session of the walk, or removes the admin's role.
const skipped = /^auth\.(logout|logoutAll|deleteMe|changePassword|resetPassword)$|^admin\.users\.(remove|setRole)$/;

test('no statement of a procedure or a job reads a table whole that grows with the shop', {
  timeout: 300_000,
}, async () => {
  sent.push(...(await sentStatements(walk)));
  expect(statements.size).toBeGreaterThan(120);
  const scans = await scansOf(database.url, statements);
  expect(scans.filter((scan) => !isAllowed(scan, allowed))).toEqual([]);
});

if (database.dialect === 'postgres') {
  test('at 100,000 rows, no statement reads more rows than a large page has', async () => {
    await growDatabase(database.url, { rows: 100_000, kept: small, values: grown });
    const reads = await rowsRead(database.url, withDifferentValues(sent));
    const many = reads.filter(({ rows }) => rows > 1_000);
    expect(many.filter((read) => !isAllowed(read, [...allowed, ...growing]))).toEqual([]);
    const text = `select "id" from "orders" where "customer_name" = $1`;
    const [found] = await rowsRead(database.url, [{ text, values: ['Ada'] }]);
    expect(found).toMatchObject({ table: 'orders', step: 'Seq Scan' });
    expect(found?.rows).toBeGreaterThan(100_000);
  });
}

test('a statement without an index is found, and one with an index is not', async () => {
  const of = async (statement: string) => (await scansOf(database.url, [statement])).map(({ table }) => table);
  expect(await of(`select "id" from "orders" where "customer_name" = 'Ada'`)).toEqual(['orders']);
  expect(await of(`select "id" from "orders" where "number" = 'A'`)).toEqual([]);
});

/** Calls every procedure with inputs that fill each field once, and runs every scheduled job. */
async function walk(): Promise<void> {
  const operations = operationsOf(appRouter);
  const password = 'a long passphrase';
  await createAdmin(shop, { email: 'root@example.com', name: 'Root', password });
  const call = (name: string, input: unknown, accessToken?: string) =>
    operations
      .find((one) => one.name === name)
      ?.call(createContext(shop, { requestId: 'test', ip: '127.0.0.1', ...(accessToken && { accessToken }) }), input);
  const { accessToken } = (await call('auth.login', { email: 'root@example.com', password })) as {
    accessToken: string;
  };
  const product = (await call('products.create', { name: 'Mug', price: 100, stock: 50 }, accessToken)) as {
    id: string;
  };
  await call('cart.addItem', { productId: product.id, quantity: 1 }, accessToken);
  const shippingAddress = { fullName: 'Ada', line1: '1 Road', city: 'London', postalCode: 'N1 1AA', country: 'GB' };
  const order = (await call('orders.place', { shippingAddress, payment: { method: 'dummy' } }, accessToken)) as {
    id: string;
  };
  await drainJobs(shop);
  for (const operation of operations) {
    if (operation.kind === 'subscription' || skipped.test(operation.name)) continue;
    const known = operation.name.includes('orders') ? order.id : product.id;
    for (const sample of samplesOf(operation).samples) {
      const text = withToken(sample, JSON.stringify(valueOf(sample))).replaceAll(sampleId, known);
      // Refusals count too, because the server has read the data to decide them.
      await Promise.resolve(call(operation.name, JSON.parse(text), accessToken)).catch(ignore);
    }
    await Promise.resolve(call(operation.name, {}, accessToken)).catch(ignore);
  }
  await deleteAccounts(call, accessToken);
  const schedules = await listSchedules(shop);
  await shop.db.transact(async (tx) => {
    for (const { job } of schedules) tx.addJob({ name: job, payload: {}, maxAttempts: 1 });
  });
  await drainJobs(shop);
}

/** Deletes one customer's account by the customer and another by the admin, each with an order and a used key. */
async function deleteAccounts(
  call: (name: string, input: unknown, accessToken?: string) => Promise<unknown> | undefined,
  adminToken: string,
): Promise<void> {
  // The walk has archived the other product.
  const lamp = { name: 'Lamp', price: 100, stock: 50 };
  const { id: productId } = (await call('products.create', lamp, adminToken)) as { id: string };
  for (const name of ['Ada', 'Bea']) {
    const account = { email: `${name}@example.com`, password: 'correct horse battery', name };
    const session = (await call('auth.register', account)) as { accessToken: string; user: { id: string } };
    await call('cart.addItem', { productId, quantity: 1 }, session.accessToken);
    const shippingAddress = { fullName: name, line1: '1 Road', city: 'London', postalCode: 'N1 1AA', country: 'GB' };
    await call('orders.place', { shippingAddress, payment: { method: 'dummy' } }, session.accessToken);
    if (name === 'Ada') await call('auth.deleteMe', { password: account.password }, session.accessToken);
    else await call('admin.users.remove', { id: session.user.id }, adminToken);
  }
  expect([...statements].some((statement) => statement.startsWith('delete from "idempotency_keys"'))).toBe(true);
}

const sampleId = '019a0000-0000-7000-8000-000000000001';

function valueOf({ input, path }: Sample): unknown {
  return path.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], input);
}
