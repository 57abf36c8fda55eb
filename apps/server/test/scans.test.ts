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
  noTracer,
  openShop,
  operationsOf,
  readSettings,
} from '@cartwright/api';
import { createTestDatabase, scansOf } from '@cartwright/db/testing';
import { afterAll, expect, test } from 'vitest';
import { type Sample, samplesOf, withToken } from '../src/testing/samples.ts';

const database = await createTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'cartwright-scans-'));
const statements = new Set<string>();
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
afterAll(async () => {
  await closeShop(shop);
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Tables that a statement may read whole, with the reason. */
const allowed: readonly (readonly [table: string, statement: RegExp, reason: string])[] = [
  ['categories', /from "categories"/, 'a shop has few of them, and the list of categories shows all'],
  ['dev_mails', /from "dev_mails"/, 'development only, and old ones are deleted'],
  ['api_keys', /where false/, 'no row is asked for'],
  ['cart_lines', /^select "cart_id" from "cart_lines" group by/, 'the report on carts counts all of them'],
  ['variants', /^select .*sum\(.*"variants"\."on_hand"/, 'the report on stock adds all of it'],
  ['variants', /^select count\(\*\) from "variants"$/, 'the proof of the ledger says how far it has come'],
  ['variants', /"low_stock_at"/, 'what is low is a comparison within each row'],
];

// Each of these ends the session of the walk, or removes the admin's role.
const skipped = /^auth\.(logout|logoutAll|deleteMe|changePassword|resetPassword)$|^admin\.users\.(remove|setRole)$/;

test('no statement of a procedure or a job reads a table whole that grows with the shop', {
  timeout: 300_000,
}, async () => {
  await walk();
  expect(statements.size).toBeGreaterThan(120);
  const scans = await scansOf(database.url, statements);
  const refused = scans.filter(
    ({ table, statement }) => !allowed.some(([name, words]) => name === table && words.test(statement)),
  );
  expect(refused).toEqual([]);
});

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
