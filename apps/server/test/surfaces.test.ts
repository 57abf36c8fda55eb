import { appRouter } from '@cartwright/api';
import { orderInput, type SignedUp, storePromotion, testAddress } from '@cartwright/api/testing';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import type { Scope } from '@cartwright/kernel/scopes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, surfaces } from '../src/testing/surfaces.ts';
import { startTestServer } from '../src/testing.ts';

const origin = 'https://shop.example';
const server = await startTestServer({ ALLOWED_ORIGINS: origin }, { worker: false });
const operations = operationsOf(appRouter);
afterAll(() => server.close());

const callers = ['nobody', 'customer', 'other', 'admin', 'badToken'] as const;
type CallerName = (typeof callers)[number];

interface Row {
  /** Makes a new input for each call, because many inputs work only once. */
  readonly input?: () => unknown;
  /** True if the call ends its session or account, so that each call needs its own. */
  readonly ends?: true;
  /** The status on REST for each of `callers`. On tRPC success is always 200. */
  readonly status: readonly [nobody: number, customer: number, other: number, admin: number, badToken: number];
}

const people = {} as Record<'customer' | 'other' | 'admin', SignedUp>;
const known = { productId: '', variantId: '', orderId: '' };
const refreshTokens: string[] = [];
const sessionIds: string[] = [];
const addressIds: string[] = [];
let count = 0;
const unique = () => `surfaces-${(count += 1)}`;

/** The access of each caller to each procedure. A procedure that is missing here fails the test. */
// biome-ignore format: a table
const table: Record<string, Row> = {
  'auth.register':         { input: newAccount, status: [201, 201, 201, 201, 201] },
  'auth.login':            { input: login,      status: [200, 200, 200, 200, 200] },
  'auth.refresh':          { input: refresh,    status: [200, 200, 200, 200, 200] },
  'auth.logout':           { ends: true,        status: [401, 204, 204, 204, 401] },
  'auth.me':               {                    status: [401, 200, 200, 200, 401] },
  'auth.requestCode':      { input: newAddress, status: [202, 202, 202, 202, 202] },
  'auth.verifyCode':       { input: () => ({ token: 'made up' }), status: [400, 400, 400, 400, 400] },
  'auth.logoutAll':        { ends: true,        status: [401, 204, 204, 204, 401] },
  'auth.sessions.list':    { input: () => ({}), status: [401, 200, 200, 200, 401] },
  'auth.sessions.revoke':  { input: () => ({ id: sessionIds.pop() }), status: [401, 204, 404, 404, 401] },
  'auth.updateMe':         { input: () => ({ name: 'Another Name' }), status: [401, 200, 200, 200, 401] },
  'auth.changePassword':   { ends: true, input: newPassword, status: [401, 204, 204, 204, 401] },
  'auth.requestPasswordReset': { input: newAddress, status: [202, 202, 202, 202, 202] },
  'auth.resetPassword':    { input: () => ({ token: 'made up', password: 'battery staple' }), status: [400, 400, 400, 400, 400] },
  'auth.changeEmail':      { input: () => ({ ...newAddress(), password: 'correct horse' }), status: [401, 202, 202, 202, 401] },
  'auth.confirmEmail':     { input: () => ({ token: 'made up' }), status: [400, 400, 400, 400, 400] },
  'auth.requestErasure':  { input: newAddress, status: [202, 202, 202, 202, 202] },
  'auth.confirmErasure':  { input: () => ({ token: 'made up', action: 'erase' }), status: [400, 400, 400, 400, 400] },
  'auth.addresses.list':   { input: () => ({}), status: [401, 200, 200, 200, 401] },
  'auth.addresses.create': { input: () => testAddress, status: [401, 201, 201, 201, 401] },
  'auth.addresses.update': { input: () => ({ id: addressIds.at(-1), city: 'Elsewhere' }), status: [401, 200, 404, 404, 401] },
  'auth.addresses.remove': { input: () => ({ id: addressIds.pop() }), status: [401, 204, 404, 404, 401] },
  'auth.exportMe':         {                    status: [401, 200, 200, 200, 401] },
  'auth.deleteMe':         { ends: true, input: () => ({ password: 'correct horse' }), status: [401, 200, 200, 200, 401] },
  'products.list':         { input: () => ({}), status: [200, 200, 200, 200, 401] },
  'products.get':          { input: () => ({ idOrSlug: known.productId }), status: [200, 200, 200, 200, 401] },
  'products.create':       { input: () => ({ name: unique(), price: 100 }), status: [401, 403, 403, 201, 401] },
  'products.search':       { input: () => ({ q: 'surfaces' }), status: [200, 200, 200, 200, 401] },
  'products.categories':   {                    status: [200, 200, 200, 200, 401] },
  'products.update':       { input: async () => ({ ...(await newProduct()), name: unique() }), status: [401, 403, 403, 200, 401] },
  'products.archive':      { input: newProduct, status: [401, 403, 403, 204, 401] },
  'products.restore':      { input: archived,   status: [401, 403, 403, 200, 401] },
  'products.variants.create': { input: async () => ({ idOrSlug: (await newProduct()).idOrSlug, options: { Size: 'M' }, price: 1 }), status: [401, 403, 403, 201, 401] },
  'products.variants.update': { input: async () => ({ ...(await newVariant()), price: 2 }), status: [401, 403, 403, 200, 401] },
  'products.variants.remove': { input: newVariant, status: [401, 403, 403, 204, 401] },
  'products.images.add':   { input: async () => ({ idOrSlug: (await newProduct()).idOrSlug, file: image() }), status: [401, 403, 403, 201, 401] },
  'products.images.remove': { input: newImage, status: [401, 403, 403, 204, 401] },
  'products.images.reorder': { input: imageOrder, status: [401, 403, 403, 200, 401] },
  'products.stock.adjust': { input: async () => ({ id: (await newVariant()).id, delta: 1, reason: 'received' }), status: [401, 403, 403, 200, 401] },
  'products.stock.set':    { input: async () => ({ ...(await newVariant()), onHand: 3, reason: 'counted' }), status: [401, 403, 403, 200, 401] },
  'products.stock.ledger': { input: () => ({ id: known.variantId }), status: [401, 403, 403, 200, 401] },
  'products.saveCategory': { input: () => ({ slug: unique(), name: 'Category' }), status: [401, 403, 403, 200, 401] },
  'products.removeCategory': { input: newCategory, status: [401, 403, 403, 204, 401] },
  'cart.get':              {                    status: [200, 200, 200, 200, 401] },
  'cart.addItem':          { input: () => ({ variantId: known.variantId, quantity: 1 }), status: [200, 200, 200, 200, 401] },
  'cart.updateItem':       { input: () => ({ variantId: known.variantId, quantity: 2 }), status: [200, 200, 200, 200, 401] },
  'cart.removeItem':       { input: () => ({ variantId: known.variantId }), status: [200, 200, 200, 200, 401] },
  'cart.applyCode':        { input: codeForAll, status: [422, 200, 200, 200, 401] },
  'cart.removeCode':       { input: () => ({ code: 'FOR-ALL' }), status: [200, 200, 200, 200, 401] },
  'cart.clear':            {                    status: [200, 200, 200, 200, 401] },
  'orders.quote':          { input: order,      status: [200, 200, 200, 200, 401] },
  'orders.place':          { input: order,      status: [401, 201, 201, 201, 401] },
  'orders.list':           { input: () => ({}), status: [401, 200, 200, 200, 401] },
  'orders.get':            { input: () => ({ idOrNumber: known.orderId }), status: [401, 200, 404, 200, 401] },
  'orders.cancel':         { input: () => newOrder(), status: [401, 200, 404, 200, 401] },
  'orders.updateAddress': { input: async () => ({ ...(await newOrder()), version: 1, shippingAddress: testAddress }), status: [401, 200, 404, 404, 401] },
  'orders.requestReturn': { input: newRequest, status: [401, 201, 404, 404, 401] },
  'admin.returns.list':   { input: () => ({}), status: [401, 403, 403, 200, 401] },
  'admin.returns.get':    { input: async () => ({ id: (await newReturn()).id }), status: [401, 403, 403, 200, 401] },
  'admin.returns.create': { input: newRequest, status: [401, 403, 403, 201, 401] },
  'admin.returns.approve': { input: async () => ({ id: (await newReturn()).id }), status: [401, 403, 403, 200, 401] },
  'admin.returns.reject': { input: async () => ({ id: (await newReturn()).id }), status: [401, 403, 403, 200, 401] },
  'admin.returns.receive': { input: () => newReturn('withdrawal'), status: [401, 403, 403, 200, 401] },
  'admin.returns.close':  { input: async () => ({ id: (await newReturn('withdrawal')).id }), status: [401, 403, 403, 200, 401] },
  'orders.pay':            { input: async () => ({ ...(await newOrder('decline')), payment: { method: 'dummy' } }), status: [401, 200, 404, 404, 401] },
  'orders.onAny':          { input: () => ({}), status: [401, 200, 200, 200, 401] },
  'orders.onUpdate':       { input: () => ({ idOrNumber: known.orderId }), status: [401, 200, 404, 200, 401] },
  'admin.orders.list':     { input: () => ({}), status: [401, 403, 403, 200, 401] },
  'admin.orders.get':      { input: () => ({ idOrNumber: known.orderId }), status: [401, 403, 403, 200, 401] },
  'admin.orders.export':   { input: () => ({}), status: [401, 403, 403, 200, 401] },
  'admin.orders.update':  { input: async () => ({ ...(await newOrder()), version: 1, email: 'corrected@example.com' }), status: [401, 403, 403, 200, 401] },
  'admin.orders.setStatus': { input: async () => ({ ...(await newOrder('ok')), status: 'processing' }), status: [401, 403, 403, 200, 401] },
  'admin.orders.ship':     { input: () => newOrder('ok'), status: [401, 403, 403, 201, 401] },
  'admin.shipments.update': { input: async () => ({ ...(await newShipment()), tracking: { number: unique() } }), status: [401, 403, 403, 200, 401] },
  'admin.orders.markPaid': { input: () => newOrder(), status: [401, 403, 403, 200, 401] },
  'admin.orders.cancel':   { input: () => newOrder(), status: [401, 403, 403, 200, 401] },
  'admin.orders.refund':   { input: () => newOrder('ok'), status: [401, 403, 403, 200, 401] },
  'admin.users.list':      { input: () => ({}), status: [401, 403, 403, 200, 401] },
  'admin.users.get':       { input: () => ({ id: people.customer.user.id }), status: [401, 403, 403, 200, 401] },
  'admin.users.setRole':   { input: async () => ({ ...(await newPerson()), role: 'admin' }), status: [401, 403, 403, 200, 401] },
  'admin.users.setGroups': { input: async () => ({ ...(await newPerson()), groups: ['wholesale'] }), status: [401, 403, 403, 200, 401] },
  'admin.users.remove':    { input: newPerson,  status: [401, 403, 403, 200, 401] },
  'admin.users.endSessions': { input: newPerson, status: [401, 403, 403, 200, 401] },
  'admin.apiKeys.list':    { input: () => ({}), status: [401, 403, 403, 200, 401] },
  'admin.apiKeys.create':  { input: () => ({ name: unique(), scopes: ['orders:read'], password: 'correct horse' }), status: [401, 403, 403, 201, 401] },
  'store.get':             {                    status: [200, 200, 200, 200, 401] },
  'admin.taxRates.list':   { input: () => ({}), status: [401, 403, 403, 200, 401] },
  'admin.taxRates.create': { input: newRateInput, status: [401, 403, 403, 201, 401] },
  'admin.taxRates.update': { input: async () => ({ ...(await newRate()), version: 1, name: unique() }), status: [401, 403, 403, 200, 401] },
  'admin.taxRates.remove': { input: newRate,    status: [401, 403, 403, 204, 401] },
  'admin.shippingMethods.list': { input: () => ({}), status: [401, 403, 403, 200, 401] },
  'admin.shippingMethods.create': { input: newMethodInput, status: [401, 403, 403, 201, 401] },
  'admin.shippingMethods.update': { input: async () => ({ ...(await newMethod()), version: 1, name: unique() }), status: [401, 403, 403, 200, 401] },
  'admin.shippingMethods.remove': { input: newMethod, status: [401, 403, 403, 204, 401] },
  'admin.promotions.list': { input: () => ({}), status: [401, 403, 403, 200, 401] },
  'admin.promotions.get':  { input: newPromotion, status: [401, 403, 403, 200, 401] },
  'admin.promotions.create': { input: newPromotionInput, status: [401, 403, 403, 201, 401] },
  'admin.promotions.update': { input: async () => ({ ...(await newPromotion()), version: 1, name: unique() }), status: [401, 403, 403, 200, 401] },
  'admin.promotions.archive': { input: newPromotion, status: [401, 403, 403, 204, 401] },
  'admin.apiKeys.revoke':  { input: newApiKey,  status: [401, 403, 403, 204, 401] },
  'admin.audit':           { input: () => ({ q: 'surfaces' }), status: [401, 403, 403, 200, 401] },
  'admin.products.export': { input: () => ({}), status: [401, 403, 403, 200, 401] },
  'admin.products.import': { input: () => ({ file: new File([`slug,name,price\n${unique()},New,1.00\n`], 'products.csv'), dryRun: false }), status: [401, 403, 403, 200, 401] },
  'admin.stats':           { input: () => ({ to: new Date(Date.now() + 60_000).toISOString() }), status: [401, 403, 403, 200, 401] },
  'admin.inventory.low':   { input: () => ({}), status: [401, 403, 403, 200, 401] },
  'admin.inventory.ledger': { input: () => ({ variant: known.variantId }), status: [401, 403, 403, 200, 401] },
  'admin.jobs.list':       { input: () => ({}), status: [401, 403, 403, 200, 401] },
  'admin.jobs.stats':      {                    status: [401, 403, 403, 200, 401] },
  'admin.jobs.get':        { input: newJob,     status: [401, 403, 403, 200, 401] },
  'admin.jobs.retry':      { input: newJob,     status: [401, 403, 403, 200, 401] },
  'admin.jobs.discard':    { input: newJob,     status: [401, 403, 403, 204, 401] },
  'admin.inventory.verify': {                   status: [401, 403, 403, 200, 401] },
  'admin.orders.verify':   {                    status: [401, 403, 403, 200, 401] },
  'admin.onEvent':         { input: () => ({}), status: [401, 403, 403, 200, 401] },
};

beforeAll(async () => {
  people.customer = await server.signUp();
  people.other = await server.signUp();
  people.admin = await server.signUp({ role: 'admin' });
  const product = await people.admin.caller.products.create({ name: 'Mug', price: 1_200, stock: 1_000 });
  known.productId = product.id;
  known.variantId = product.variants[0]?.id ?? '';
  await storePromotion(server.shop, { codes: ['FOR-ALL'] });
  known.orderId = (await people.customer.caller.orders.place(order())).id;
  // The newest tokens come first, and each call uses one up.
  const { refreshToken = '' } = await server.caller().auth.login(login());
  refreshTokens.push(refreshToken);
  // Each call uses up one of each.
  for (let calls = 0; calls < 2 * callers.length; calls += 1) {
    addressIds.push((await people.customer.caller.auth.addresses.create(testAddress)).id);
    await server.caller().auth.login(login());
  }
  const { items } = await people.customer.caller.auth.sessions.list({ limit: 100 });
  sessionIds.push(...items.filter(({ current }) => !current).map(({ id }) => id));
});

/** A code for the carts of all accounts, which have an item. */
async function codeForAll() {
  const { customer, other, admin } = people;
  for (const { caller } of [customer, other, admin]) await caller.cart.addItem({ variantId: known.variantId });
  return { code: 'FOR-ALL' };
}
/** A job that no worker knows. */
async function newJob() {
  const { db } = server.shop;
  await db.transact(async (tx) => tx.addJob({ name: 'of a later version', payload: {}, maxAttempts: 1 }));
  const [job] = await db.queue.list({ name: 'of a later version', limit: 1 });
  return { id: job?.id };
}
function newAccount() {
  return { email: `${unique()}@example.com`, name: 'New Person', password: 'correct horse' };
}
function newAddress() {
  return { email: `${unique()}@example.com` };
}
function newPassword() {
  return { currentPassword: 'correct horse', newPassword: 'battery staple' };
}
function login() {
  return { email: people.customer.user.email, password: 'correct horse' };
}
function refresh() {
  return { refreshToken: refreshTokens.pop() };
}
async function newPerson() {
  return { id: (await server.signUp()).user.id };
}
/** Rates and methods of a country that no order of this test goes to. */
function newRateInput() {
  return { country: 'IS', taxClass: unique(), name: 'VAT 24 %', basisPoints: 2_400 };
}
async function newRate() {
  const { id } = await people.admin.caller.admin.taxRates.create(newRateInput());
  return { id };
}
function newMethodInput() {
  return { name: unique(), zones: [{ country: 'IS' }], steps: [{ from: 0, price: 900 }] };
}
async function newMethod() {
  const { id } = await people.admin.caller.admin.shippingMethods.create(newMethodInput());
  return { id };
}
/** A promotion for a country that no order of this test goes to. */
function newPromotionInput() {
  return { name: unique(), rule: { kind: 'free_shipping' as const }, conditions: { countries: ['IS'] } };
}
async function newPromotion() {
  const { id } = await people.admin.caller.admin.promotions.create(newPromotionInput());
  return { id };
}
async function newApiKey() {
  const { id } = await people.admin.caller.admin.apiKeys.create({
    name: unique(),
    scopes: ['orders:read'],
    password: 'correct horse',
  });
  return { id };
}
async function newProduct() {
  const { id, version } = await people.admin.caller.products.create({ name: unique(), price: 100, stock: 1 });
  return { idOrSlug: id, version };
}
async function archived() {
  const { idOrSlug } = await newProduct();
  await people.admin.caller.products.archive({ idOrSlug });
  return { idOrSlug };
}
/** A product with two variants, so that one may be removed. */
async function newVariant() {
  const variants = ['S', 'M'].map((Size) => ({ options: { Size }, price: 100 }));
  const product = await people.admin.caller.products.create({ name: unique(), variants });
  const [first] = product.variants;
  return { id: first?.id, version: first?.version };
}
/** The smallest possible PNG: one dot. */
function image() {
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  return new File([Buffer.from(dot, 'base64')], 'dot.png', { type: 'image/png' });
}
async function newImage() {
  const { idOrSlug } = await newProduct();
  const operation = operations.find(({ name }) => name === 'products.images.add')!;
  const headers = { authorization: `Bearer ${people.admin.accessToken}` };
  const { result } = await ask(server.url, 'rest', operation, { idOrSlug, file: image() }, headers);
  return { idOrSlug, imageId: (result as { id: string }).id };
}
async function imageOrder() {
  const { idOrSlug, imageId } = await newImage();
  return { idOrSlug, imageIds: [imageId] };
}
async function newCategory() {
  const { slug } = await people.admin.caller.products.saveCategory({ slug: unique(), name: 'Category' });
  return { slug };
}
/** An order of the customer. With a token its payment has ended. */
async function newOrder(token?: 'ok' | 'decline') {
  const { id } = await people.customer.caller.orders.place(
    orderInput({ items: [{ productId: known.productId, quantity: 1 }], ...(token && { token }) }),
  );
  if (token) await server.drainJobs();
  return { idOrNumber: id };
}
async function newShipment() {
  const { shipments } = await people.admin.caller.admin.orders.ship(await newOrder('ok'));
  return { id: shipments[0]!.id };
}
/** A return of an order of the customer that was shipped. */
async function newRequest() {
  const { idOrNumber } = await newOrder('ok');
  await people.admin.caller.admin.orders.ship({ idOrNumber });
  return { idOrNumber, lines: [{ variantId: known.variantId, quantity: 1 }] };
}
async function newReturn(kind: 'return' | 'withdrawal' = 'return') {
  const { returns } = await people.customer.caller.orders.requestReturn({ ...(await newRequest()), kind });
  return { id: returns[0]!.id, lines: [{ variantId: known.variantId, restock: 1 }] };
}
function order() {
  return orderInput({ items: [{ productId: known.productId, quantity: 1 }] });
}

async function tokenOf(caller: CallerName, { ends }: Row): Promise<string | undefined> {
  if (caller === 'nobody') return undefined;
  if (caller === 'badToken') return 'bm9ib2R5IGhhcyB0aGlzIHRva2Vu';
  if (!ends) return people[caller].accessToken;
  return (await server.signUp({ role: people[caller].user.role })).accessToken;
}

async function headersOf(caller: CallerName, row: Row): Promise<Record<string, string>> {
  const token = await tokenOf(caller, row);
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

const keys = new Map<string, Promise<string>>();

/** A key with one scope, made once, because making one checks the admin's password. */
function keyWith(scope: Scope): Promise<string> {
  const making = { name: unique(), scopes: [scope], password: 'correct horse' };
  const known = keys.get(scope) ?? people.admin.caller.admin.apiKeys.create(making).then(({ key }) => key ?? '');
  keys.set(scope, known);
  return known;
}

test('every procedure says in the table who may call it', () => {
  expect(Object.keys(table).sort()).toEqual(operations.map(({ name }) => name).sort());
});

/** Fields with the name of an id that name no record of a person. */
const isNoId: ReadonlySet<string> = new Set(['lastEventId', 'vatId']);

test("whatever names what is somebody's does not exist for somebody else", () => {
  const foreign = operations.flatMap(({ name, input }) => {
    const [nobody, customer, other] = table[name]!.status;
    const isPersonal = nobody === 401 && customer < 300;
    const namesOne = Object.keys(input?.shape ?? {}).some((field) => /^id|Id$/.test(field) && !isNoId.has(field));
    return isPersonal && namesOne ? [[name, other]] : [];
  });
  expect(foreign).toContainEqual(['orders.pay', 404]);
  expect(foreign.filter(([, status]) => status !== 404)).toEqual([]);
});

describe.each(operations.filter(({ name }) => name in table))('$name', (operation: Operation) => {
  const row = table[operation.name]!;

  test.each(surfaces)('on %s answers to whom it should, and to nobody else', async (surface) => {
    const statuses: Record<string, unknown> = {};
    // A refused call uses nothing up, so that one input serves all of them.
    let refusedInput: Promise<unknown> | undefined;
    for (const [index, caller] of callers.entries()) {
      const isRefused = [401, 403].includes(row.status[index] ?? 0);
      const input = isRefused ? await (refusedInput ??= Promise.resolve(row.input?.())) : await row.input?.();
      const answer = await ask(server.url, surface, operation, input, await headersOf(caller, row));
      statuses[caller] = answer.status;
      // A refused subscription on tRPC is a stream with one failure.
      const isStream = surface === 'trpc' && operation.kind === 'subscription';
      if (answer.status === 401 && !isStream) expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      if (answer.status >= 400) expect(answer.failure).toMatchObject({ code: codes[answer.status] });
      const session = answer.result as { refreshToken?: string } | undefined;
      if (session?.refreshToken !== undefined) refreshTokens.push(session.refreshToken);
    }
    const expected = callers.map((caller, index) => {
      const status = row.status[index] ?? 0;
      return [caller, surface === 'trpc' && status < 300 ? 200 : status];
    });
    expect(statuses).toEqual(Object.fromEntries(expected));
  });

  const { scope } = operation.meta;
  if (scope !== 'none') {
    test.each(surfaces)('on %s answers a key with its scope as it does an admin', async (surface) => {
      const headers = { authorization: `Bearer ${await keyWith(scope)}`, 'idempotency-key': unique() };
      const { status } = await ask(server.url, surface, operation, await row.input?.(), headers);
      expect(status).toBe(surface === 'trpc' ? 200 : row.status[3]);
    });
  }

  if (operation.kind === 'mutation' && operation.meta.access === 'admin') {
    test('writes into the audit log what was changed, by whom, and from where', async () => {
      const requestId = unique();
      const headers = { ...(await headersOf('admin', row)), 'x-request-id': requestId };
      const { status } = await ask(server.url, 'rest', operation, await row.input?.(), headers);
      expect(status).toBeLessThan(300);
      const { items } = await people.admin.caller.admin.audit({ q: requestId });
      expect(items).not.toEqual([]);
      const who = { actor: `user:${people.admin.user.id}`, ip: '127.0.0.1' };
      for (const item of items) {
        expect(item).toMatchObject({ ...who, action: operation.name, requestId });
        expect(item.before ?? item.after).not.toBeNull();
      }
    });
  }

  if (operation.kind !== 'mutation') {
    test('answers the same JSON on tRPC and REST', async () => {
      for (const caller of callers.filter((_, index) => row.status[index] === 200)) {
        const headers = await headersOf(caller, row);
        const input = await row.input?.();
        const [rest, trpc] = [
          await ask(server.url, 'rest', operation, input, headers),
          await ask(server.url, 'trpc', operation, input, headers),
        ];
        const pieces = operation.meta.streams && (trpc.result as string[]).join('');
        const isDocument = operation.meta.streams === 'application/json';
        const whole: unknown = pieces !== undefined && isDocument ? JSON.parse(pieces) : pieces;
        expect(whole ?? trpc.result).toEqual(rest.result);
      }
    });
  }
});

const codes: Record<number, string> = {
  400: 'TOKEN_INVALID',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  422: 'PROMOTION_NOT_APPLICABLE',
};

describe('a cursor whose numbers and texts were forged is refused, or leads past the end, but is never a problem:', () => {
  const pages = operations.filter(
    ({ kind, input, name }) => kind === 'query' && input && 'cursor' in input.shape && name in table,
  );
  const forgeries: ((value: unknown) => unknown)[] = [
    (value) => (typeof value === 'number' ? Number.MAX_SAFE_INTEGER : value),
    (value) => (typeof value === 'number' ? -Number.MAX_SAFE_INTEGER : value),
    (value) => (typeof value === 'number' ? 2 ** 31 : value),
    (value) => (typeof value === 'number' ? -(2 ** 31) : value),
    (value) => (typeof value === 'number' ? 8.64e15 : value),
    (value) => (typeof value === 'number' ? 0.5 : value),
    (value) => (typeof value === 'string' ? `${value}\0` : value),
    (value) => (typeof value === 'string' ? '\ud800' : value),
    (value) => (typeof value === 'string' ? value.toUpperCase() : value),
    () => null,
  ];

  test.each(pages)('$name', async (operation) => {
    const row = table[operation.name]!;
    const caller = row.status[1] === 200 ? 'customer' : 'admin';
    const headers = await headersOf(caller, row);
    const input = { ...((await row.input?.()) as object), limit: 1 };
    const first = await ask(server.url, 'rest', operation, input, headers);
    const { nextCursor } = first.result as { nextCursor: string | null };
    expect(nextCursor).not.toBeNull();
    const [list, ...position] = JSON.parse(Buffer.from(nextCursor ?? '', 'base64url').toString()) as unknown[];
    const problems: unknown[] = [];
    for (const forge of forgeries) {
      const forged = JSON.stringify([list, ...position.map(forge)]);
      const cursor = Buffer.from(forged).toString('base64url');
      const { status, text } = await ask(server.url, 'rest', operation, { ...input, cursor }, headers);
      if (status !== 200 && status !== 422) problems.push(`${forged}: ${status} ${text}`);
    }
    expect(problems).toEqual([]);
  });
});

test('a quote is the same JSON on tRPC and REST, and so is a refusal but for its request id', async () => {
  const operation = operations.find(({ name }) => name === 'orders.quote')!;
  const headers = { authorization: `Bearer ${people.customer.accessToken}`, 'x-request-id': 'the-same' };
  const answers = await Promise.all(surfaces.map((surface) => ask(server.url, surface, operation, order(), headers)));
  expect(answers[0]?.result).toEqual(answers[1]?.result);

  const place = operations.find(({ name }) => name === 'orders.place')!;
  const { id: productId } = await people.admin.caller.products.create({ name: unique(), price: 100, stock: 1 });
  const tooMany = orderInput({ items: [{ productId, quantity: 99 }] });
  const refusals = await Promise.all(surfaces.map((surface) => ask(server.url, surface, place, tooMany, headers)));
  const facts = refusals.map(({ failure }) => {
    const {
      type: _t,
      title: _i,
      detail: _d,
      status: _s,
      trpcCode: _c,
      httpStatus: _h,
      stack: _k,
      path: _p,
      ...rest
    } = failure ?? {};
    return rest;
  });
  expect(facts[0]).toMatchObject({ code: 'INSUFFICIENT_STOCK', requestId: 'the-same', lines: [{ requested: 99 }] });
  expect(facts[0]).toEqual(facts[1]);
});

test('what a quote takes it answers with, or it changes the price or the problems', async () => {
  const quote = operations.find(({ name }) => name === 'orders.quote')!;
  const headers = { authorization: `Bearer ${people.admin.accessToken}` };
  const { id: productId } = await people.admin.caller.products.create({ name: 'Mug', price: 100, stock: 1 });
  const input = orderInput({ items: [{ productId, quantity: 1 }], note: 'Ring twice', expectedTotal: 1 });
  for (const surface of surfaces) {
    const { result } = await ask(server.url, surface, quote, input, headers);
    expect(result).toMatchObject({
      note: 'Ring twice',
      shippingAddress: input.shippingAddress,
      items: [{ productId, quantity: 1 }],
      problems: [{ code: 'PRICE_CHANGED' }],
    });
  }
});

test('a refused move of an order is 409 on both surfaces, with where it is, where it was to go and where it may', async () => {
  const operation = operations.find(({ name }) => name === 'admin.orders.setStatus')!;
  const input = { ...(await newOrder('ok')), status: 'delivered' };
  const headers = { authorization: `Bearer ${people.admin.accessToken}` };
  const facts = { from: 'confirmed', to: 'delivered', allowed: ['processing', 'shipped', 'cancelled'] };
  for (const surface of surfaces) {
    const { status, failure } = await ask(server.url, surface, operation, input, headers);
    expect([status, failure]).toEqual([409, expect.objectContaining({ code: 'INVALID_TRANSITION', ...facts })]);
  }
});

test("a guest's cart that begins with a set quantity is kept like one that begins with an add", async () => {
  const headers = { origin };
  for (const name of ['cart.addItem', 'cart.updateItem']) {
    const operation = operations.find((one) => one.name === name)!;
    for (const surface of surfaces) {
      const answer = await ask(server.url, surface, operation, { variantId: known.variantId, quantity: 1 }, headers);
      expect(answer.result).toMatchObject({ token: expect.any(String), count: 1 });
      expect(answer.headers.getSetCookie().join()).toContain('cart=');
    }
  }
});

test('a header that is no bearer token is refused, never taken for a guest', async () => {
  const operation = operations.find(({ name }) => name === 'cart.get')!;
  const { accessToken } = people.customer;
  for (const authorization of [
    '',
    'Bearer',
    'Bearer ',
    `Basic ${accessToken}`,
    accessToken,
    `Bearer ${accessToken} x`,
    `Bearer ${accessToken}x`,
  ]) {
    for (const surface of surfaces) {
      expect(await ask(server.url, surface, operation, undefined, { authorization })).toMatchObject({
        status: 401,
        failure: { code: 'UNAUTHENTICATED' },
      });
    }
  }
  expect((await ask(server.url, 'rest', operation, undefined, { authorization: `bearer ${accessToken}` })).status).toBe(
    200,
  );
});

test('an address that takes other methods says which, and of two addresses the one that has the method counts', async () => {
  const answers = [];
  for (const [method, path] of [
    ['PUT', 'cart'],
    ['POST', 'products/search'],
    ['POST', 'auth/sessions/x'],
  ]) {
    const answer = await fetch(`${server.url}/api/v1/${path}`, { method: method ?? '' });
    const { code } = (await answer.json()) as { code: string };
    answers.push([answer.status, code, answer.headers.get('allow')]);
  }
  expect(answers).toEqual([
    [405, 'METHOD_NOT_ALLOWED', 'GET, DELETE'],
    [405, 'METHOD_NOT_ALLOWED', expect.stringContaining('GET')],
    [405, 'METHOD_NOT_ALLOWED', 'DELETE'],
  ]);
});

test('a path that there is not is not found, on both surfaces, as a problem', async () => {
  const rest = await fetch(`${server.url}/api/v1/nothing`);
  expect([rest.status, rest.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  expect(await rest.json()).toMatchObject({
    code: 'NOT_FOUND',
    status: 404,
    requestId: rest.headers.get('x-request-id'),
  });
  const trpc = await fetch(`${server.url}/trpc/nothing.at.all`);
  expect([trpc.status, await trpc.json()]).toMatchObject([
    404,
    {
      error: {
        json: {
          data: {
            code: 'NOT_FOUND',
            trpcCode: 'NOT_FOUND',
            httpStatus: 404,
            requestId: trpc.headers.get('x-request-id'),
          },
        },
      },
    },
  ]);
  // A word in a path must not look like another error.
  const sly = await fetch(`${server.url}/trpc/Connection%20terminated`);
  expect(sly.status).toBe(404);
});

test('a replayed answer says so on both surfaces', async () => {
  const operation = operations.find(({ name }) => name === 'orders.place')!;
  const input = order();
  const headers = { authorization: `Bearer ${people.customer.accessToken}`, 'idempotency-key': 'both-surfaces' };
  const first = await ask(server.url, 'rest', operation, input, headers);
  const again = await ask(server.url, 'rest', operation, input, headers);
  const onTrpc = await ask(server.url, 'trpc', operation, input, headers);
  const replayed = [first, again, onTrpc].map((answer) => answer.headers.get('idempotent-replayed'));
  expect(replayed).toEqual([null, 'true', 'true']);
  expect(again.result).toEqual(first.result);
  expect(onTrpc.result).toEqual(first.result);
});

test('a key that is no key is refused by name', async () => {
  const operation = operations.find(({ name }) => name === 'orders.place')!;
  for (const key of ['', 'a b', 'é', 'x'.repeat(256)]) {
    for (const surface of surfaces) {
      const headers = { authorization: `Bearer ${people.customer.accessToken}`, 'idempotency-key': key };
      expect(await ask(server.url, surface, operation, order(), headers)).toMatchObject({
        status: 422,
        failure: { code: 'VALIDATION', issues: [{ path: 'Idempotency-Key' }] },
      });
    }
  }
});
