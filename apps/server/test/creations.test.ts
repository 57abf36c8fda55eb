import { appRouter } from '@cartwright/api';
import { orderInput, rowCounts, type SignedUp, testAddress } from '@cartwright/api/testing';
import { dumpDatabase } from '@cartwright/db/testing';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, surfaces } from '../src/testing/surfaces.ts';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({}, { worker: false });
afterAll(() => server.close());

let admin: SignedUp;
let mug: { id: string };
let bowl: { id: string };
let ordered: { idOrNumber: string; variantId: string };
let shipped: typeof ordered;
beforeAll(async () => {
  admin = await server.signUp({ role: 'admin' });
  mug = await admin.caller.products.create({ name: 'Mug', price: 1_200, stock: 100 });
  bowl = await admin.caller.products.create({ name: 'Bowl', price: 1_200, stock: 100 });
  const cups = await admin.caller.products.create({ name: 'Cup', price: 1_200, stock: 99 });
  const items = [{ productId: cups.id, quantity: 99 }];
  const { id } = await admin.caller.orders.place(orderInput({ items, payment: { method: 'cod' } }));
  ordered = { idOrNumber: id, variantId: cups.variants[0]!.id };
  const glasses = await admin.caller.products.create({ name: 'Glass', price: 1_200, stock: 99 });
  const all = [{ productId: glasses.id, quantity: 99 }];
  const sent = await admin.caller.orders.place(orderInput({ items: all, payment: { method: 'cod' } }));
  await admin.caller.admin.orders.ship({ idOrNumber: sent.id });
  shipped = { idOrNumber: sent.id, variantId: glasses.variants[0]!.id };
});

let count = 0;
const unique = () => `creation-${(count += 1)}`;
const ofProduct = ({ id }: { id: string }) => ({ id, idOrSlug: id });
const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const image = () => new File([Buffer.from(dot, 'base64')], 'dot.png', { type: 'image/png' });

/** Returns of the shipped cups. */
const returned = (): readonly [object, object] => {
  const { idOrNumber, variantId } = shipped;
  return [
    { idOrNumber, lines: [{ variantId, quantity: 1 }] },
    { idOrNumber, lines: [{ variantId, quantity: 2 }] },
  ];
};

/** Two inputs for each procedure that creates something. Fields that an input does not take are left out. */
const inputs: Record<string, () => readonly [object, object]> = {
  'auth.register': () => {
    const account = { email: `${unique()}@example.com`, password: 'correct horse' };
    return [
      { ...account, name: 'Ada' },
      { ...account, name: 'Bea' },
    ];
  },
  'auth.addresses.create': () => [testAddress, { ...testAddress, city: 'Elsewhere' }],
  'products.create': () => [
    { name: unique(), price: 100, status: 'draft' },
    { name: unique(), price: 100 },
  ],
  'products.variants.create': () => [
    { ...ofProduct(bowl), options: { Size: unique() }, price: 1 },
    { ...ofProduct(bowl), options: { Size: unique() }, price: 2 },
  ],
  'products.images.add': () => [
    { ...ofProduct(mug), file: image() },
    { ...ofProduct(bowl), file: image() },
  ],
  'orders.place': () => {
    const items = [{ productId: mug.id, quantity: 1 }];
    return [orderInput({ items }), orderInput({ items, note: 'Ring twice' })];
  },
  'orders.requestReturn': () => returned(),
  'admin.returns.create': () => returned(),
  'admin.orders.ship': () => {
    const { idOrNumber, variantId } = ordered;
    return [
      { idOrNumber, lines: [{ variantId, quantity: 1 }] },
      { idOrNumber, lines: [{ variantId, quantity: 2 }] },
    ];
  },
  'admin.taxRates.create': () => [
    { country: 'IS', taxClass: unique(), name: 'VAT 24 %', basisPoints: 2_400 },
    { country: 'IS', taxClass: unique(), name: 'VAT 24 %', basisPoints: 2_400 },
  ],
  'admin.shippingMethods.create': () => {
    const method = { name: unique(), zones: [{ country: 'IS' }] };
    return [
      { ...method, steps: [{ from: 0, price: 900 }] },
      { ...method, steps: [{ from: 0, price: 950 }] },
    ];
  },
  'admin.promotions.create': () => {
    const promotion = { rule: { kind: 'free_shipping' }, codes: [unique(), unique()] };
    return [
      { ...promotion, name: 'Free shipping' },
      { ...promotion, name: 'Free delivery' },
    ];
  },
  'admin.apiKeys.create': () => {
    const password = 'correct horse';
    return [
      { name: unique(), scopes: ['orders:read'], password },
      { name: unique(), scopes: ['orders:read'], password },
    ];
  },
};

const creations = operationsOf(appRouter).filter(({ meta }) => meta.status === 201);

test('every procedure that creates something is tried here', () => {
  expect(Object.keys(inputs).sort()).toEqual(creations.map(({ name }) => name).sort());
});

/** Fields with secret values. */
const secretFields = new Set(['accessToken', 'refreshToken', 'token', 'key', 'deviceToken']);

/** The given fields that a procedure takes. */
function inputsOf({ name, input }: Operation): object[] {
  const known = Object.keys(input?.shape ?? {});
  return (inputs[name]?.() ?? []).map((given) =>
    Object.fromEntries(Object.entries(given).filter(([field]) => known.includes(field))),
  );
}

test.for(creations.map((operation) => [operation.name, operation] as const))(
  '%s has one effect for one Idempotency-Key, shows no secret twice, and refuses another input',
  async ([, operation]) => {
    for (const surface of surfaces) {
      const headers = { authorization: `Bearer ${admin.accessToken}`, 'idempotency-key': unique() };
      const [input, otherInput] = inputsOf(operation);
      const send = (what: unknown) => ask(server.url, surface, operation, what, headers);

      const first = await send(input);
      expect(first.failure).toBeUndefined();
      expect(first.headers.get('idempotent-replayed')).toBeNull();
      const before = await rowCounts(server.shop.db);

      const again = await send(input);
      expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([first.status, 'true']);
      expect(idIn(again.result)).toBe(idIn(first.result));

      const secrets = Object.entries(first.result as object).filter(([field]) => secretFields.has(field));
      const stored = await dumpDatabase(server.database.url);
      for (const [, secret] of secrets) {
        expect(again.text).not.toContain(secret);
        expect(stored.filter(({ value }) => value.includes(String(secret)))).toEqual([]);
      }
      if (secrets.length > 0) expect(Object.values(again.result as object)).toContain(false);

      const other = await send(otherInput);
      expect(other).toMatchObject({ status: 422, failure: { code: 'IDEMPOTENCY_KEY_REUSED' } });
      expect(await rowCounts(server.shop.db)).toEqual(before);
    }
  },
);

test.for(creations.map((operation) => [operation.name, operation] as const))(
  '%s says over REST where its creator reads the creation, and so does a replay',
  async ([, operation]) => {
    const [input] = inputsOf(operation);
    const headers = { authorization: `Bearer ${admin.accessToken}`, 'idempotency-key': unique() };
    const first = await ask(server.url, 'rest', operation, input, headers);
    const again = await ask(server.url, 'rest', operation, input, headers);
    const location = first.headers.get('location');
    expect([first.status, location]).toEqual([201, expect.stringMatching(/^\/api\/v1\/[^{}]+$/)]);
    expect([again.status, again.headers.get('location')]).toEqual([201, location]);

    const { accessToken = admin.accessToken } = first.result as { accessToken?: string };
    const read = await fetch(`${server.url}${location}`, { headers: { authorization: `Bearer ${accessToken}` } });
    expect([read.status, await read.text()]).toEqual([200, expect.stringContaining(String(idIn(first.result)))]);
  },
);

test('a page of the shop may read where a creation is', async () => {
  const [operation] = creations.filter(({ name }) => name === 'orders.place');
  const headers = { authorization: `Bearer ${admin.accessToken}`, origin: server.shop.settings.publicUrl };
  const [input] = inputsOf(operation!);
  const { headers: answered } = await ask(server.url, 'rest', operation!, input, headers);
  expect(answered.get('access-control-expose-headers')?.split(',')).toContain('location');
});

/** The id of the creation. For an account it is the user's. */
function idIn(result: unknown): unknown {
  const { id, user } = result as { id?: unknown; user?: { id: unknown } };
  expect(id ?? user?.id).toEqual(expect.any(String));
  return id ?? user?.id;
}
