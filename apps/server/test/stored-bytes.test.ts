import { appRouter } from '@cartwright/api';
import { storePromotion } from '@cartwright/api/testing';
import { dumpDatabase } from '@cartwright/db/testing';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, ask } from '../src/testing/surfaces.ts';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({}, { worker: false });
afterAll(() => server.close());

/** The most bytes that a call without an account may store for each byte that it sends. */
const multiple = 4;

const password = 'correct horse battery staple '.repeat(4);
let people = 0;
const longEmail = () => `${`person-${(people += 1)}-`.padEnd(60, 'x')}@${'example-'.repeat(7)}x.${'d'.repeat(60)}.com`;
const shortEmail = () => `p${(people += 1)}@example.com`;

let variantIds: string[];
beforeAll(async () => {
  const admin = await server.signUp({ role: 'admin' });
  const variants = Array.from({ length: 100 }, (_, index) => ({
    sku: `SKU-${index}-${'s'.repeat(40)}`,
    options: { [`Colour ${'c'.repeat(30)}`]: `${index} ${'v'.repeat(190)}` },
    price: 100,
    stock: 90,
  }));
  const product = await admin.caller.products.create({ name: `Mug ${'m'.repeat(190)}`, variants });
  variantIds = product.variants.map(({ id }) => id);
  await storePromotion(server.shop, { codes: ['TEN'] });
});

/** A guest's cart of the largest size, so that a stored response would be noticed. */
async function fullCart(): Promise<string> {
  const [first = '', ...others] = variantIds;
  const { id, token = '' } = await server.caller().cart.addItem({ variantId: first });
  const line = { cartId: id ?? '', quantity: 1, priceAtAdd: 100, addedAt: new Date() };
  await server.shop.db.transact(async (tx) => {
    await tx.insert(tx.tables.cartLines).values(others.map((variantId) => ({ ...line, variantId })));
  });
  return token;
}

/** Short and long inputs for each call that needs no account. */
const inputs: Record<string, () => object[] | Promise<object[]>> = {
  'auth.requestCode': () => [{ email: shortEmail() }, { email: longEmail() }],
  'auth.verifyCode': () => [{ email: longEmail(), code: '000000' }, { token: 'x'.repeat(200) }],
  'auth.register': () => [
    { email: shortEmail(), password: 'correct horse', name: 'Al' },
    { email: longEmail(), password, name: 'n'.repeat(100) },
  ],
  'auth.login': async () => {
    const { user } = await server.signUp();
    return [{ email: user.email, password: 'correct horse' }];
  },
  'auth.refresh': async () => {
    const { user } = await server.signUp();
    const { refreshToken } = await server.caller().auth.login({ email: user.email, password: 'correct horse' });
    return [{ refreshToken }];
  },
  'auth.requestPasswordReset': () => [{ email: shortEmail() }, { email: longEmail() }],
  'auth.resetPassword': () => [{ token: 'x'.repeat(200), password }],
  'auth.confirmEmail': () => [{ token: 'x'.repeat(200) }],
  'auth.requestErasure': () => [{ email: shortEmail() }, { email: longEmail() }],
  'auth.confirmErasure': () => [{ token: 'x'.repeat(200), action: 'export' }],
  'cart.addItem': () => variantIds.slice(0, 5).map((variantId) => ({ variantId })),
  'cart.updateItem': () => [{ variantId: variantIds[0], quantity: 90 }],
  'cart.removeItem': () => [{ variantId: variantIds[0] }],
  'cart.applyCode': () => [{ code: 'TEN' }],
  'cart.removeCode': () => [{ code: 'TEN' }, { code: 'x'.repeat(40) }],
  'cart.clear': () => [{}],
  'orders.quote': () => [
    { shippingAddress: { country: 'DE' } },
    {
      items: variantIds.slice(0, 5).map((variantId) => ({ variantId, quantity: 1 })),
      shippingAddress: { country: 'US' },
    },
  ],
};

/** An order stores more than it was sent. The number of a guest's unpaid orders is limited instead. */
const isLimited = ({ name }: Operation) => name === 'orders.place';

const changes = operationsOf(appRouter).filter(
  (operation) =>
    operation.kind === 'mutation' && ['public', 'guest'].includes(operation.meta.access) && !isLimited(operation),
);

test('every change that needs no account is measured here', () => {
  expect(Object.keys(inputs).sort()).toEqual(changes.map(({ name }) => name).sort());
});

test.for(changes.map((operation) => [operation.name, operation] as const))(
  '%s stores no more than a small multiple of what it was sent',
  async ([name, operation]) => {
    const cartToken = await fullCart();
    let key = 0;
    const made = (await inputs[name]?.()) ?? [];
    let before = await storedBytes();
    for (const input of made) {
      for (const headers of [
        { 'x-cart-token': cartToken },
        { 'x-cart-token': 'of a cart long gone' },
        { 'x-cart-token': cartToken, 'idempotency-key': `${(key += 1)}-${name}-${'k'.repeat(200)}` },
        { 'x-cart-token': cartToken, 'idempotency-key': `${key}`, 'user-agent': 'u'.repeat(2_000) },
      ]) {
        const { failure } = await ask(server.url, 'rest', operation, input, headers);
        // A refused call stores nothing, so it would prove nothing.
        const isForEmptyCart = name === 'cart.applyCode' && headers['x-cart-token'] !== cartToken;
        if (name.startsWith('cart.') && !isForEmptyCart) expect(failure).toBeUndefined();
        const sent = bytesOf(operation, input, headers);
        const after = await storedBytes();
        expect(after - before).toBeLessThanOrEqual(multiple * sent);
        before = after;
      }
    }
  },
);

async function storedBytes(): Promise<number> {
  const stored = await dumpDatabase(server.database.url);
  return stored.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
}

/** The size of the request that `fetch` writes: its line, its headers and its body. */
function bytesOf(operation: Operation, input: object, headers: Record<string, string>): number {
  const usual = { host: server.url, connection: 'keep-alive', accept: '*/*', 'user-agent': 'node', ...headers };
  const line = `${operation.method} ${addressOf('rest', operation, input)} HTTP/1.1\r\n`;
  const fields = Object.entries({ ...usual, 'content-type': 'application/json', 'content-length': '100' });
  return (
    line.length +
    fields.map(([field, value]) => `${field}: ${value}\r\n`).join('').length +
    JSON.stringify(input).length
  );
}
