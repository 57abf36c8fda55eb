import { appRouter } from '@cartwright/api';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import { type Scope, scopes } from '@cartwright/kernel/scopes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, surfaces } from '../src/testing/surfaces.ts';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({}, { worker: false });
afterAll(() => server.close());
const operations = operationsOf(appRouter);
const names = Object.keys(scopes) as Scope[];

/** Procedures that ignore credentials, so that a key does not matter. */
const openToAll = [
  'auth.register',
  'auth.login',
  'auth.refresh',
  'auth.requestCode',
  'auth.verifyCode',
  'auth.requestPasswordReset',
  'auth.resetPassword',
  'auth.confirmEmail',
  'auth.requestErasure',
  'auth.confirmErasure',
];

/** The procedures that each scope opens. A key reaches no other procedure. */
const opens: Record<Scope, readonly string[]> = {
  'products:read': ['products.list', 'products.search', 'products.get', 'products.categories', 'admin.products.export'],
  'products:write': [
    'products.create',
    'products.update',
    'products.archive',
    'products.restore',
    'products.variants.create',
    'products.variants.update',
    'products.variants.remove',
    'products.images.add',
    'products.images.remove',
    'products.images.reorder',
    'products.saveCategory',
    'products.removeCategory',
    'admin.products.import',
  ],
  'inventory:read': [
    'products.stock.ledger',
    'admin.inventory.low',
    'admin.inventory.verify',
    'admin.inventory.ledger',
  ],
  'inventory:write': ['products.stock.adjust', 'products.stock.set'],
  'orders:read': [
    'admin.orders.list',
    'admin.orders.get',
    'admin.orders.export',
    'admin.orders.verify',
    'admin.onEvent',
  ],
  'orders:write': [
    'admin.orders.update',
    'admin.orders.setStatus',
    'admin.orders.ship',
    'admin.orders.markPaid',
    'admin.orders.cancel',
    'admin.orders.refund',
    'admin.shipments.update',
  ],
  'returns:read': ['admin.returns.list', 'admin.returns.get'],
  'returns:write': [
    'admin.returns.create',
    'admin.returns.approve',
    'admin.returns.reject',
    'admin.returns.receive',
    'admin.returns.close',
  ],
  'settings:read': ['admin.taxRates.list', 'admin.shippingMethods.list'],
  'settings:write': [
    'admin.taxRates.create',
    'admin.taxRates.update',
    'admin.taxRates.remove',
    'admin.shippingMethods.create',
    'admin.shippingMethods.update',
    'admin.shippingMethods.remove',
  ],
  'promotions:read': ['admin.promotions.list', 'admin.promotions.get'],
  'promotions:write': ['admin.promotions.create', 'admin.promotions.update', 'admin.promotions.archive'],
  'users:read': ['admin.users.list', 'admin.users.get'],
  'stats:read': ['admin.stats'],
  'audit:read': ['admin.audit'],
  'jobs:read': ['admin.jobs.list', 'admin.jobs.stats', 'admin.jobs.get'],
  'jobs:write': ['admin.jobs.retry', 'admin.jobs.discard'],
};

const keys = {} as Record<Scope | 'all of them', string>;
beforeAll(async () => {
  const admin = await server.signUp({ role: 'admin' });
  for (const scope of names) {
    keys[scope] =
      (await admin.caller.admin.apiKeys.create({ name: scope, scopes: [scope], password: 'correct horse' })).key ?? '';
  }
  keys['all of them'] =
    (await admin.caller.admin.apiKeys.create({ name: 'all', scopes: names, password: 'correct horse' })).key ?? '';
});

/**
 * Calls with an invalid input, because the scope is checked before the input. A call that passes the check fails on the
 * input.
 */
function call(surface: (typeof surfaces)[number], operation: Operation, key: string) {
  const input = Object.fromEntries(operation.pathFields.map((field) => [field, 'nothing-of-that-name']));
  return ask(server.url, surface, operation, { ...input, unknownField: 1 }, { authorization: `Bearer ${key}` });
}

test('every procedure that a scope opens exists', () => {
  const known = operations.map(({ name }) => name);
  expect(
    Object.values(opens)
      .flat()
      .filter((name) => !known.includes(name)),
  ).toEqual([]);
});

describe.each(surfaces)('on %s', (surface) => {
  test.each(names)('a key with %s reaches its procedures and no other', async (scope) => {
    const reached: string[] = [];
    for (const operation of operations) {
      const { status, failure } = await call(surface, operation, keys[scope]);
      if (status !== 403) {
        reached.push(operation.name);
        expect([operation.name, status]).not.toEqual([operation.name, 401]);
      } else {
        const needed = names.find((name) => opens[name].includes(operation.name));
        const refusal = needed ? { code: 'SCOPE_MISSING', scope: needed } : { code: 'FORBIDDEN' };
        expect([operation.name, failure]).toEqual([operation.name, expect.objectContaining(refusal)]);
      }
    }
    expect(reached.sort()).toEqual([...openToAll, ...opens[scope]].sort());
  });

  test('a key with all scopes reaches what one of them opens, and nothing of a person', async () => {
    const reached: string[] = [];
    for (const operation of operations) {
      const { status } = await call(surface, operation, keys['all of them']);
      if (status !== 403) reached.push(operation.name);
    }
    expect(reached.sort()).toEqual([...openToAll, ...Object.values(opens).flat()].sort());
  });
});
