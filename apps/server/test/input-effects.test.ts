import { appRouter } from '@cartwright/api';
import { orderInput, type SignedUp, startFakeStripe, storePromotion, testAddress } from '@cartwright/api/testing';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import { encodeCursor } from '@cartwright/kernel/paging';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Answer, ask } from '../src/testing/surfaces.ts';
import { startTestServer } from '../src/testing.ts';

const stripe = await startFakeStripe();
const server = await startTestServer({ ...stripe.env }, { worker: false });
afterAll(async () => {
  await server.close();
  await stripe.close();
});

let admin: SignedUp;
beforeAll(async () => {
  admin = await server.signUp({ role: 'admin' });
  const { id } = await admin.caller.products.saveCategory({ slug: 'kitchen', name: 'Kitchen' });
  goods.categoryIds.push(id);
  goods.productIds.push((await newProduct()).id);
});

type Fields = Record<string, unknown>;

/** A call that succeeded. */
interface Run extends Pick<Answer, 'headers'> {
  readonly input: Fields;
  readonly answer: unknown;
  /** The account that called, an admin of its own for each case. */
  readonly me: SignedUp;
}

/** How a test sees that the server uses a field. */
type Effect =
  /** The answer holds the value of the field at this path. */
  | { readonly kind: 'shown'; readonly at: string }
  /** Another value in the same input is refused with this code. */
  | { readonly kind: 'decides'; readonly other: unknown; readonly code: string }
  /** Another procedure returns the value. */
  | { readonly kind: 'read'; readonly where: string; readonly read: (run: Run) => Promise<unknown> }
  /** The value changes what happens. */
  | { readonly kind: 'changes'; readonly what: string; readonly check: (run: Run) => Promise<void> | void }
  /** The server checks the value and needs it for nothing else. */
  | { readonly kind: 'checked'; readonly because: string };

const shown = (at: string): Effect => ({ kind: 'shown', at });
const decides = (other: unknown, code: string): Effect => ({ kind: 'decides', other, code });
const read = (where: string, from: (run: Run) => Promise<unknown>): Effect => ({ kind: 'read', where, read: from });
const changes = (what: string, check: (run: Run) => Promise<void> | void): Effect => ({ kind: 'changes', what, check });
const checked = (because: string): Effect => ({ kind: 'checked', because });

/** An input of a mutation, with the effect of each of its fields. */
interface Case {
  readonly input: (me: SignedUp) => Promise<Fields> | Fields;
  readonly effects: Readonly<Record<string, Effect>>;
}

let count = 0;
const unique = (word = 'effect') => `${word}-${(count += 1)}`;
const absent = '019a0000-0000-7000-8000-000000000001';
const password = 'correct horse';
const named = decides(absent, 'NOT_FOUND');
const based = decides(99, 'STALE_VERSION');
const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const image = () => new File([Buffer.from(dot, 'base64')], 'dot.png', { type: 'image/png' });

const address = { ...testAddress, company: 'Hopper Ltd', vatId: 'US1', line2: 'Flat 3', phone: '+1 703 555 0100' };
const otherAddress = {
  fullName: 'Ada Lovelace',
  company: 'Lovelace Inc',
  vatId: 'US123456789',
  line1: '12 Queen Street',
  line2: 'Second floor',
  city: 'Portland',
  state: 'OR',
  postalCode: '97201',
  country: 'US',
  phone: '+1 503 555 0100',
};
const addressEffects = (field: string, at: (name: string) => string) =>
  Object.fromEntries(Object.keys(otherAddress).map((name) => [`${field}${name}`, shown(at(name))]));

const newProduct = (fields: object = {}) =>
  admin.caller.products.create({ name: unique(), price: 700, stock: 50, ...fields });
async function newVariant() {
  const product = await newProduct();
  return product.variants[0]!;
}
async function newImages() {
  const { id } = await newProduct();
  const images = [];
  for (let index = 0; index < 2; index += 1)
    images.push(await admin.caller.products.images.add({ idOrSlug: id, file: image() }));
  return { idOrSlug: id, imageIds: images.map((one) => one.id) };
}

async function newOrder({ caller }: SignedUp, payment: ReturnType<typeof orderInput>['payment'] = { method: 'dummy' }) {
  const { id: productId } = await newProduct();
  const order = await caller.orders.place(orderInput({ items: [{ productId, quantity: 3 }], payment }));
  await server.drainJobs();
  return order;
}
async function newShipment(me: SignedUp): Promise<string> {
  const { id } = await newOrder(me);
  const { shipments } = await admin.caller.admin.orders.ship({ idOrNumber: id });
  return shipments[0]!.id;
}
async function returnInput(me: SignedUp) {
  const { id, items } = await newOrder(me);
  await admin.caller.admin.orders.ship({ idOrNumber: id });
  const { variantId } = items[0]!;
  const lines = [{ variantId, quantity: 2, reason: 'damaged' as const }];
  return { idOrNumber: id, lines, reason: 'Broken in the box', kind: 'return' as const };
}
const returnEffects = (at: string): Case['effects'] => ({
  idOrNumber: named,
  'lines[].variantId': shown(`${at}lines[].variantId`),
  'lines[].quantity': shown(`${at}lines[].quantity`),
  'lines[].reason': shown(`${at}lines[].reason`),
  reason: shown(`${at}reason`),
  kind: shown(`${at}kind`),
});
async function newReturn(me: SignedUp, isApproved = false) {
  const input = await returnInput(me);
  const { returns } = await me.caller.orders.requestReturn(input);
  const { id } = returns[0]!;
  if (isApproved) await admin.caller.admin.returns.approve({ id });
  return { id, variantId: input.lines[0]!.variantId };
}
const unpaidOrder = (me: SignedUp) => newOrder(me, { method: 'dummy', token: 'decline' });

async function mailTo(email: string): Promise<string> {
  await server.drainJobs();
  return (await server.mails()).find(({ to }) => to.includes(email))?.text ?? '';
}
async function codeFor(email: string) {
  await server.caller().auth.requestCode({ email });
  const text = await mailTo(email);
  return { code: /^ {4}(\d{6})$/m.exec(text)?.[1] ?? '', token: /\?token=(\S+)$/m.exec(text)?.[1] ?? '' };
}

async function newAddressCode({ caller }: SignedUp, email: string) {
  await caller.auth.changeEmail({ email, password });
  return codeIn(email);
}
async function dataCodeFor(email: string) {
  await server.caller().auth.requestErasure({ email });
  return codeIn(email);
}
async function codeIn(email: string) {
  const text = await mailTo(email);
  return { code: /^ {4}(\d{6})$/m.exec(text)?.[1] ?? '', token: /\?token=(\S+)$/m.exec(text)?.[1] ?? '' };
}
/** A cursor of an export, after the orders of the past. */
const positionBeforeAll = encodeCursor('guest orders:newest', [0, absent]);

const idOf = ({ input }: Run) => String(input['idOrNumber'] ?? input['id']);
const signsIn = (field: string) =>
  changes('The account signs in with it.', async ({ input, me }) => {
    const { email = me.user.email } = input as { email?: string };
    const { user } = await server.caller().auth.login({ email, password: String(input[field]) });
    expect(user.email).toBe(email);
  });
const receivesMail = (subject: RegExp) =>
  changes('The e-mail goes to this address.', async ({ input }) =>
    expect(await mailTo(String(input['email']))).toMatch(subject),
  );
const keptInCookie = changes('The session is in a cookie, and the answer holds no token.', ({ headers, answer }) => {
  expect(headers.getSetCookie().join()).toContain('cartwright_session=');
  expect(answer).not.toHaveProperty('accessToken');
});
const cancelReason = read('orders.get', async (run) => {
  const { timeline } = await admin.caller.admin.orders.get({ idOrNumber: idOf(run) });
  return timeline.find((event) => event.type === 'cancelled')?.data.reason;
});
const inRefund = (
  pick: (refund: { reason: string | null; lines: { variantId: string; quantity: number }[] }) => unknown,
) =>
  read('admin.orders.get', async (run) => {
    const { refunds } = await admin.caller.admin.orders.get({ idOrNumber: idOf(run) });
    return pick(refunds[0]!);
  });
const inLedger = (field: 'reason' | 'reference') =>
  read('products.stock.ledger', async (run) => {
    const { items } = await admin.caller.products.stock.ledger({ id: idOf(run) });
    return items[0]?.[field];
  });
const failsWith = (failure: string) =>
  changes(`The payment fails with ${failure}.`, async ({ answer }) => {
    await server.drainJobs();
    const { payment } = await admin.caller.admin.orders.get({ idOrNumber: (answer as { id: string }).id });
    expect(payment.failure).toBe(failure);
  });

/** The three ways to pay, in the input that `given` completes. */
const payments = (
  given: (me: SignedUp, payment: object) => Promise<Fields> | Fields,
  others: Case['effects'] = {},
): Case[] => [
  {
    input: (me) => given(me, { method: 'dummy', token: 'decline' }),
    effects: {
      ...others,
      'payment[dummy].method': shown('payment.method'),
      'payment[dummy].token': failsWith('card_declined'),
    },
  },
  {
    input: (me) => given(me, { method: 'cod' }),
    effects: { 'payment[cod].method': shown('payment.method') },
  },
  {
    input: (me) => given(me, { method: 'stripe', token: 'pm_card_chargeDeclined' }),
    effects: {
      'payment[stripe].method': shown('payment.method'),
      'payment[stripe].token': failsWith('insufficient_funds'),
    },
  },
];

const ordered = async (fields: object = {}) => {
  const { productId, variantId } = await productOf();
  return {
    variantId,
    productId,
    input: { ...orderInput(), shippingAddress: otherAddress, billingAddress: address, note: 'Ring twice', ...fields },
  };
};
async function productOf() {
  const product = await newProduct();
  return { productId: product.id, variantId: product.variants[0]!.id };
}
async function newCode(): Promise<string> {
  const code = unique('CODE');
  await storePromotion(server.shop, { codes: [code] });
  return code;
}
const lowersThePrice = changes('The order has the discount of the code.', ({ input, answer }) => {
  const label = (input['codes'] as string[])[0];
  expect((answer as { adjustments: object[] }).adjustments).toContainEqual(expect.objectContaining({ label }));
});
const orderEffects: Case['effects'] = {
  'items[].variantId': shown('items[].variantId'),
  'items[].quantity': shown('items[].quantity'),
  ...addressEffects('shippingAddress.', (name) => `shippingAddress.${name}`),
  note: shown('note'),
};
/** An account may send its own address. The tests of guests' orders see where a guest's address goes. */
const ownEmail = decides('another@example.com', 'VALIDATION');
/** Another address for the order of `otherAddress`, in the same state and with the same VAT number. */
const corrected = {
  ...otherAddress,
  fullName: 'Ada King',
  company: 'King Inc',
  line1: '14 Queen Street',
  line2: 'Third floor',
  city: 'Salem',
  postalCode: '97301',
  phone: '+1 503 555 0199',
};
const correctable = async (me: SignedUp, fields: object) => {
  const { input, productId } = await ordered({ payment: { method: 'dummy', token: 'decline' } });
  const { id } = await me.caller.orders.place({ ...input, items: [{ productId, quantity: 1 }] });
  return { idOrNumber: id, version: 1, shippingAddress: corrected, billingAddress: address, ...fields };
};
const corrections: Case['effects'] = {
  idOrNumber: named,
  version: based,
  ...addressEffects('shippingAddress.', (name) => `shippingAddress.${name}`),
  ...addressEffects('billingAddress.', (name) => `billingAddress.${name}`),
};
const withoutBilling: Case = {
  input: async (me) => correctable(me, { billingAddress: null }),
  effects: {
    'billingAddress[null]': changes('The shipping address counts.', ({ answer }) =>
      expect(answer).toMatchObject({ billingAddress: null }),
    ),
  },
};
const ofQuote = checked(
  'A quote takes the input of `orders.place`, so that a client sends one object twice. It charges nothing.',
);

const simple = { price: 1_234, compareAtPrice: 2_345, stock: 17, lowStockAt: 4, weight: 850 };
const edited = { price: 4_321, compareAtPrice: 5_432, lowStockAt: 6, weight: 0 };
const options = { Size: 'XXL' };
const attributes = { Material: 'Stoneware' };
const idOrSlugOf = async (fields: object) => ({ idOrSlug: (await newProduct()).id, ...fields });
const csv = (...rows: string[]) => new File([['slug,name,price', ...rows, ''].join('\n')], 'products.csv');

const rate = { country: 'CA', name: 'QST', basisPoints: 997.5 };
const rateFields = ['country', 'region', 'postalPrefix', 'taxClass', 'name', 'basisPoints', 'mode'];
const newRate = async () => ({ id: (await admin.caller.admin.taxRates.create({ ...rate, taxClass: unique() })).id });

/** Serves a place that no order of this test goes to. */
const method = {
  name: 'Plane',
  zones: [{ country: 'CA', regions: ['YT'], postalPrefixes: ['Y1A'] }],
  by: 'weight' as const,
  steps: [{ from: 10, price: 2_500 }],
  upTo: 20_000,
  freeFrom: 90_000,
  minDays: 2,
  maxDays: 9,
  pickup: true,
};
const without = { upTo: null, freeFrom: null, minDays: null, maxDays: null };
const methodFields =
  'name zones[].country zones[].regions zones[].postalPrefixes by steps[].from steps[].price upTo freeFrom minDays maxDays pickup'.split(
    ' ',
  );
const newMethod = async () => ({ id: (await admin.caller.admin.shippingMethods.create(method)).id });

const goods: { productIds: string[]; categoryIds: string[] } = { productIds: [], categoryIds: [] };
/** Applies to no order of this test, because none goes to Iceland. */
const promotion = {
  name: 'Summer',
  rule: { kind: 'order' as const, off: { kind: 'percent' as const, basisPoints: 1_500 } },
  conditions: { countries: ['IS'] },
};
const newPromotion = async (fields: object = {}) => {
  const { id } = await admin.caller.admin.promotions.create({ ...promotion, ...fields });
  return { id, version: 1 };
};
/** The value of a field in an answer, which has no branches. */
const ofPromotion = (...names: string[]): Case['effects'] =>
  Object.fromEntries(names.map((name) => [name, shown(name.replaceAll(/\[\w+\]/g, ''))]));
const off = {
  percent: { kind: 'percent', basisPoints: 2_500 },
  amount: { kind: 'amount', amount: 300 },
} as const;
/** Each rule with each way to take something off. */
const ruleCases = (given: (rule: object) => Promise<Fields> | Fields): Case[] => [
  ...(['percent', 'amount'] as const).flatMap((way): Case[] => {
    const offOf = (kind: string) =>
      ['kind', way === 'percent' ? 'basisPoints' : 'amount'].map((name) => `rule[${kind}].off[${way}].${name}`);
    const { productIds, categoryIds } = goods;
    return [
      {
        input: () => given({ kind: 'order', off: off[way] }),
        effects: ofPromotion('rule[order].kind', ...offOf('order')),
      },
      {
        input: () => given({ kind: 'products', productIds, off: off[way] }),
        effects: ofPromotion('rule[products].kind', 'rule[products].productIds', ...offOf('products')),
      },
      {
        input: () => given({ kind: 'categories', categoryIds, off: off[way] }),
        effects: ofPromotion('rule[categories].kind', 'rule[categories].categoryIds', ...offOf('categories')),
      },
    ];
  }),
  {
    input: () => {
      const buy = { quantity: 3, ...goods };
      return given({ kind: 'buy_x_get_y', buy, get: { ...buy, quantity: 1, basisPoints: 5_000 } });
    },
    effects: ofPromotion(
      ...['kind', 'get.basisPoints'].map((name) => `rule[buy_x_get_y].${name}`),
      ...['buy', 'get'].flatMap((part) =>
        ['quantity', 'productIds', 'categoryIds'].map((name) => `rule[buy_x_get_y].${part}.${name}`),
      ),
    ),
  },
  { input: () => given({ kind: 'free_shipping' }), effects: ofPromotion('rule[free_shipping].kind') },
];
const promotionTimes = { startsAt: '2026-01-01T00:00:00.000Z', endsAt: '2026-02-01T00:00:00.000Z' };
const promotionFields = () => ({
  name: 'Winter',
  conditions: {
    minSubtotal: 5_000,
    minQuantity: 2,
    ...goods,
    countries: ['IS'],
    firstOrder: true,
    groups: ['wholesale'],
  },
  limits: { uses: 50, usesPerCustomer: 2, budget: 90_000 },
  ...promotionTimes,
  priority: 7,
  exclusive: true,
});
const promotionEffects: Case['effects'] = ofPromotion(
  'name',
  ...'minSubtotal minQuantity productIds categoryIds countries firstOrder groups'
    .split(' ')
    .map((name) => `conditions.${name}`),
  ...'uses usesPerCustomer budget'.split(' ').map((name) => `limits.${name}`),
  'startsAt',
  'endsAt',
  'priority',
  'exclusive',
);

/** Where the effect of each field of each mutation is read. A field that is in none of the cases fails the first test. */
const table: Readonly<Record<string, readonly Case[]>> = {
  'auth.requestCode': [
    { input: ({ user }) => ({ email: user.email }), effects: { email: receivesMail(/^ {4}\d{6}$/m) } },
  ],
  'auth.verifyCode': [
    {
      input: async ({ user }) => ({ email: user.email, code: (await codeFor(user.email)).code }),
      effects: { email: shown('email'), code: decides('000000', 'CODE_INVALID') },
    },
    {
      input: async ({ user }) => ({ token: (await codeFor(user.email)).token }),
      effects: { token: decides('x'.repeat(43), 'TOKEN_INVALID') },
    },
  ],
  'auth.register': [
    {
      input: async () => {
        const email = `${unique()}@example.com`;
        const { verificationToken } = await server
          .caller()
          .auth.verifyCode({ email, code: (await codeFor(email)).code });
        return { email, password: 'battery staple', name: 'Grace', verificationToken, mode: 'cookie' };
      },
      effects: {
        email: shown('user.email'),
        password: signsIn('password'),
        name: shown('user.name'),
        verificationToken: decides('x'.repeat(43), 'TOKEN_INVALID'),
        mode: keptInCookie,
      },
    },
  ],
  'auth.login': [
    {
      input: ({ user }) => ({ email: user.email, password, mode: 'cookie' }),
      effects: {
        email: shown('user.email'),
        password: decides('another one', 'INVALID_CREDENTIALS'),
        mode: keptInCookie,
      },
    },
  ],
  'auth.refresh': [
    {
      input: ({ refreshToken }) => ({ refreshToken }),
      effects: { refreshToken: decides('x'.repeat(43), 'INVALID_CREDENTIALS') },
    },
  ],
  'auth.sessions.revoke': [
    {
      input: async ({ caller, user }) => {
        await server.caller().auth.login({ email: user.email, password });
        const { items } = await caller.auth.sessions.list({});
        return { id: items.find(({ current }) => !current)?.id };
      },
      effects: { id: named },
    },
  ],
  'auth.updateMe': [{ input: () => ({ name: 'Grace Hopper' }), effects: { name: shown('name') } }],
  'auth.changePassword': [
    {
      input: () => ({ currentPassword: password, newPassword: 'battery staple' }),
      effects: { currentPassword: decides('another one', 'INVALID_CREDENTIALS'), newPassword: signsIn('newPassword') },
    },
  ],
  'auth.requestPasswordReset': [
    { input: ({ user }) => ({ email: user.email }), effects: { email: receivesMail(/reset-password\?token=/) } },
  ],
  'auth.resetPassword': [
    {
      input: async ({ user }) => {
        await server.caller().auth.requestPasswordReset({ email: user.email });
        const token = /\?token=(\S+)$/m.exec(await mailTo(user.email))?.[1];
        return { token, password: 'battery staple' };
      },
      effects: { token: decides('x'.repeat(43), 'TOKEN_INVALID'), password: signsIn('password') },
    },
  ],
  'auth.changeEmail': [
    {
      input: () => ({ email: `${unique('moving')}@example.com`, password }),
      effects: {
        email: receivesMail(/code for a new address|gets this address/),
        password: decides('wrong horse', 'INVALID_CREDENTIALS'),
      },
    },
  ],
  'auth.confirmEmail': [
    {
      input: async (me) => {
        const email = `${unique('moving')}@example.com`;
        return { email, code: (await newAddressCode(me, email)).code };
      },
      effects: { email: shown('email'), code: decides('000000', 'CODE_INVALID') },
    },
    {
      input: async (me) => ({ token: (await newAddressCode(me, `${unique('moving')}@example.com`)).token }),
      effects: { token: decides('made up', 'TOKEN_INVALID') },
    },
  ],
  'auth.requestErasure': [
    {
      input: () => ({ email: `${unique('data')}@example.com` }),
      effects: { email: receivesMail(/code for your data|Get or erase your data/) },
    },
  ],
  'auth.confirmErasure': [
    {
      input: async () => {
        const email = `${unique('data')}@example.com`;
        return { email, code: (await dataCodeFor(email)).code, action: 'export' };
      },
      effects: {
        email: decides('another@example.com', 'CODE_EXPIRED'),
        code: decides('000000', 'CODE_INVALID'),
        action: changes('An export returns the token for the next call.', ({ answer }) =>
          expect(answer).toMatchObject({ token: expect.any(String) }),
        ),
      },
    },
    {
      input: async () => ({ token: (await dataCodeFor(`${unique('data')}@example.com`)).token, action: 'erase' }),
      effects: { token: decides('made up', 'TOKEN_INVALID') },
    },
    {
      input: async () => ({
        token: (await dataCodeFor(`${unique('data')}@example.com`)).token,
        action: 'export',
        cursor: positionBeforeAll,
      }),
      effects: { cursor: decides('made up', 'VALIDATION') },
    },
  ],
  'auth.addresses.create': [{ input: () => otherAddress, effects: addressEffects('', (name) => name) }],
  'auth.addresses.update': [
    {
      input: async ({ caller }) => ({ ...otherAddress, id: (await caller.auth.addresses.create(address)).id }),
      effects: { ...addressEffects('', (name) => name), id: named },
    },
  ],
  'auth.addresses.remove': [
    { input: async ({ caller }) => ({ id: (await caller.auth.addresses.create(address)).id }), effects: { id: named } },
  ],
  'auth.deleteMe': [
    { input: () => ({ password }), effects: { password: decides('another one', 'INVALID_CREDENTIALS') } },
  ],
  'products.create': [
    {
      input: () => ({
        ...simple,
        name: 'Bowl with a lid',
        slug: unique(),
        sku: unique('SKU'),
        description: 'Holds soup.',
        category: 'kitchen',
        status: 'draft',
        attributes,
        taxClass: 'reduced',
      }),
      effects: {
        name: shown('name'),
        slug: shown('slug'),
        description: shown('description'),
        category: shown('category.slug'),
        status: shown('status'),
        attributes: shown('attributes'),
        taxClass: shown('taxClass'),
        sku: shown('variants[].sku'),
        price: shown('price'),
        compareAtPrice: shown('compareAtPrice'),
        stock: shown('variants[].onHand'),
        lowStockAt: shown('variants[].lowStockAt'),
        weight: shown('variants[].weight'),
      },
    },
    {
      input: () => ({ name: unique(), variants: [{ ...simple, sku: unique('SKU'), options }] }),
      effects: {
        'variants[].sku': shown('variants[].sku'),
        'variants[].options': shown('variants[].options'),
        'variants[].price': shown('variants[].price'),
        'variants[].compareAtPrice': shown('variants[].compareAtPrice'),
        'variants[].stock': shown('variants[].onHand'),
        'variants[].lowStockAt': shown('variants[].lowStockAt'),
        'variants[].weight': shown('variants[].weight'),
      },
    },
  ],
  'products.update': [
    {
      input: () =>
        idOrSlugOf({
          ...edited,
          version: 1,
          name: 'Plate',
          slug: unique(),
          sku: unique('SKU'),
          description: 'Flat.',
          category: 'kitchen',
          status: 'draft',
          attributes,
          taxClass: 'reduced',
        }),
      effects: {
        idOrSlug: named,
        version: based,
        name: shown('name'),
        slug: shown('slug'),
        description: shown('description'),
        category: shown('category.slug'),
        status: shown('status'),
        attributes: shown('attributes'),
        taxClass: shown('taxClass'),
        sku: shown('variants[].sku'),
        price: shown('price'),
        compareAtPrice: shown('compareAtPrice'),
        lowStockAt: shown('variants[].lowStockAt'),
        weight: shown('variants[].weight'),
      },
    },
    {
      input: async () => {
        const { id } = await newProduct({ ...simple, category: 'kitchen' });
        return { idOrSlug: id, version: 1, category: null, compareAtPrice: null, lowStockAt: null, weight: null };
      },
      effects: {
        'category[null]': shown('category'),
        'compareAtPrice[null]': shown('compareAtPrice'),
        'lowStockAt[null]': shown('variants[].lowStockAt'),
        'weight[null]': shown('variants[].weight'),
      },
    },
  ],
  'products.archive': [{ input: () => idOrSlugOf({ version: 1 }), effects: { idOrSlug: named, version: based } }],
  'products.restore': [
    {
      input: async () => {
        const { id } = await newProduct();
        await admin.caller.products.archive({ idOrSlug: id });
        return { idOrSlug: id, version: (await admin.caller.products.get({ idOrSlug: id })).version };
      },
      effects: { idOrSlug: named, version: based },
    },
  ],
  'products.variants.create': [
    {
      input: async () => {
        const { id } = await newProduct({
          price: undefined,
          stock: undefined,
          variants: [{ price: 1, options: { Size: 'S' } }],
        });
        return { ...simple, idOrSlug: id, sku: unique('SKU'), options };
      },
      effects: {
        idOrSlug: named,
        sku: shown('sku'),
        options: shown('options'),
        price: shown('price'),
        compareAtPrice: shown('compareAtPrice'),
        stock: shown('onHand'),
        lowStockAt: shown('lowStockAt'),
        weight: shown('weight'),
      },
    },
  ],
  'products.variants.update': [
    {
      input: async () => ({ ...edited, id: (await newVariant()).id, version: 1, sku: unique('SKU'), options }),
      effects: {
        id: named,
        version: based,
        sku: shown('sku'),
        options: shown('options'),
        price: shown('price'),
        compareAtPrice: shown('compareAtPrice'),
        lowStockAt: shown('lowStockAt'),
        weight: shown('weight'),
      },
    },
    {
      input: async () => {
        const { variants } = await newProduct(simple);
        return { id: variants[0]!.id, version: 1, compareAtPrice: null, lowStockAt: null, weight: null };
      },
      effects: {
        'compareAtPrice[null]': shown('compareAtPrice'),
        'lowStockAt[null]': shown('lowStockAt'),
        'weight[null]': shown('weight'),
      },
    },
  ],
  'products.variants.remove': [
    {
      input: async () => {
        const sizes = ['S', 'M'].map((Size) => ({ price: 1, options: { Size } }));
        const { variants } = await newProduct({ price: undefined, stock: undefined, variants: sizes });
        return { id: variants[0]!.id, version: 1 };
      },
      effects: { id: named, version: based },
    },
  ],
  'products.images.add': [
    {
      input: () => idOrSlugOf({ file: image() }),
      effects: {
        idOrSlug: named,
        file: changes('The image has the size of the file.', ({ answer }) =>
          expect(answer).toMatchObject({ width: 1, height: 1 }),
        ),
      },
    },
  ],
  'products.images.remove': [
    {
      input: async () => {
        const { idOrSlug, imageIds } = await newImages();
        return { idOrSlug, imageId: imageIds[0] };
      },
      effects: { idOrSlug: named, imageId: named },
    },
  ],
  'products.images.reorder': [
    {
      input: async () => {
        const { idOrSlug, imageIds } = await newImages();
        return { idOrSlug, imageIds: imageIds.toReversed() };
      },
      effects: {
        idOrSlug: named,
        imageIds: read('products.get', async ({ input }) => {
          const { images } = await admin.caller.products.get({ idOrSlug: String(input['idOrSlug']) });
          return images.map(({ id }) => id);
        }),
      },
    },
  ],
  'products.stock.adjust': [
    {
      input: async () => ({ id: (await newVariant()).id, delta: -7, reason: 'Broken', reference: 'DN-1' }),
      effects: {
        id: named,
        delta: read('products.stock.ledger', async (run) => {
          const { items } = await admin.caller.products.stock.ledger({ id: idOf(run) });
          return items[0]?.onHandChange;
        }),
        reason: inLedger('reason'),
        reference: inLedger('reference'),
      },
    },
  ],
  'products.stock.set': [
    {
      input: async () => {
        const { id, version } = await newVariant();
        return { id, version, onHand: 23, reason: 'Counted', reference: 'ST-2' };
      },
      effects: {
        id: named,
        version: based,
        onHand: shown('onHand'),
        reason: inLedger('reason'),
        reference: inLedger('reference'),
      },
    },
  ],
  'products.saveCategory': [
    { input: () => ({ slug: unique(), name: 'Garden' }), effects: { slug: shown('slug'), name: shown('name') } },
    {
      input: async () => {
        const { slug, version } = await admin.caller.products.saveCategory({ slug: unique(), name: 'Cellar' });
        return { slug, name: 'Attic', newSlug: unique(), version };
      },
      effects: { slug: decides('no-such-category', 'NOT_FOUND'), newSlug: shown('slug'), version: based },
    },
  ],
  'products.removeCategory': [
    {
      input: async () => {
        const { slug, version } = await admin.caller.products.saveCategory({ slug: unique(), name: 'Cellar' });
        return { slug, version };
      },
      effects: { slug: decides('no-such-category', 'NOT_FOUND'), version: based },
    },
  ],
  'cart.addItem': [
    {
      input: async () => ({ variantId: (await productOf()).variantId, quantity: 4 }),
      effects: { variantId: shown('items[].variantId'), quantity: shown('items[].quantity') },
    },
    {
      input: async () => ({ productId: (await productOf()).productId }),
      effects: { productId: shown('items[].productId') },
    },
  ],
  'cart.updateItem': [
    {
      input: async ({ caller }) => {
        const { variantId } = await productOf();
        await caller.cart.addItem({ variantId });
        return { variantId, quantity: 6 };
      },
      effects: { variantId: shown('items[].variantId'), quantity: shown('items[].quantity') },
    },
  ],
  'cart.removeItem': [
    {
      input: async ({ caller }) => {
        const [kept, removed] = [await productOf(), await productOf()];
        for (const { variantId } of [kept, removed]) await caller.cart.addItem({ variantId });
        return { variantId: removed.variantId };
      },
      effects: {
        variantId: changes('The cart keeps its other item.', ({ input, answer }) => {
          const { items } = answer as { items: { variantId: string }[] };
          expect(items).toHaveLength(1);
          expect(items[0]?.variantId).not.toBe(input['variantId']);
        }),
      },
    },
  ],
  'cart.applyCode': [
    {
      input: async ({ caller }) => {
        await caller.cart.addItem({ variantId: (await productOf()).variantId });
        return { code: await newCode() };
      },
      effects: { code: shown('codes[]') },
    },
  ],
  'cart.removeCode': [
    {
      input: async ({ caller }) => {
        const [kept, code] = [await newCode(), await newCode()];
        await caller.cart.addItem({ variantId: (await productOf()).variantId });
        for (const one of [kept, code]) await caller.cart.applyCode({ code: one });
        return { code };
      },
      effects: {
        code: changes('The cart keeps its other code.', ({ input, answer }) => {
          const { codes } = answer as { codes: string[] };
          expect(codes).toHaveLength(1);
          expect(codes).not.toContain(input['code']);
        }),
      },
    },
  ],
  'orders.quote': [
    {
      input: async ({ caller }) => {
        const { input, variantId } = await ordered({
          expectedTotal: 1,
          email: 'quoted@example.com',
          codes: [await newCode()],
        });
        const items = [{ variantId, quantity: 2 }];
        return { ...input, items, shippingMethod: (await caller.orders.quote({ ...input, items })).shippingMethod };
      },
      effects: {
        ...orderEffects,
        codes: lowersThePrice,
        ...Object.fromEntries(Object.keys(otherAddress).map((name) => [`billingAddress.${name}`, ofQuote])),
        email: ofQuote,
        shippingMethod: shown('shippingMethod'),
        expectedTotal: changes('The quote names the changed price.', ({ answer }) =>
          expect(answer).toMatchObject({ problems: [{ code: 'PRICE_CHANGED' }] }),
        ),
      },
    },
    {
      input: async () => {
        const { input, productId } = await ordered({ payment: { method: 'dummy', token: 'decline' } });
        return { ...input, items: [{ productId, quantity: 2 }] };
      },
      effects: {
        'items[].productId': shown('items[].productId'),
        'payment[dummy].method': ofQuote,
        'payment[dummy].token': ofQuote,
      },
    },
    {
      input: async () => {
        const { input, productId } = await ordered({ payment: { method: 'cod' } });
        return { ...input, items: [{ productId, quantity: 2 }] };
      },
      effects: { 'payment[cod].method': ofQuote },
    },
    {
      input: async () => {
        const { input, productId } = await ordered({ payment: { method: 'stripe', token: 'pm_card_visa' } });
        return { ...input, items: [{ productId, quantity: 2 }] };
      },
      effects: { 'payment[stripe].method': ofQuote, 'payment[stripe].token': ofQuote },
    },
  ],
  'orders.place': [
    {
      input: async ({ caller, user: { email } }) => {
        const { input, variantId } = await ordered({ email, codes: [await newCode()] });
        const items = [{ variantId, quantity: 2 }];
        const { total, shippingMethod } = await caller.orders.quote({ ...input, items });
        return { ...input, items, expectedTotal: total, shippingMethod };
      },
      effects: {
        ...orderEffects,
        codes: lowersThePrice,
        ...addressEffects('billingAddress.', (name) => `billingAddress.${name}`),
        email: ownEmail,
        expectedTotal: decides(1, 'PRICE_CHANGED'),
        shippingMethod: decides(absent, 'SHIPPING_UNAVAILABLE'),
      },
    },
    ...payments(
      async (_, payment) => {
        const { input, productId } = await ordered({ payment });
        return { ...input, items: [{ productId, quantity: 2 }] };
      },
      { 'items[].productId': shown('items[].productId') },
    ),
  ],
  'orders.updateAddress': [{ input: (me) => correctable(me, {}), effects: corrections }, withoutBilling],
  'admin.orders.update': [
    {
      input: (me) => correctable(me, { email: `${unique('corrected')}@example.com` }),
      effects: {
        ...corrections,
        email: read('admin.orders.get', async (run) => {
          const { customer } = await admin.caller.admin.orders.get({ idOrNumber: idOf(run) });
          return customer.email;
        }),
      },
    },
    withoutBilling,
  ],
  'orders.cancel': [
    {
      input: async (me) => ({ idOrNumber: (await unpaidOrder(me)).id, reason: 'Ordered twice' }),
      effects: { idOrNumber: named, reason: cancelReason },
    },
  ],
  'orders.pay': payments(async (me, payment) => ({ idOrNumber: (await unpaidOrder(me)).id, payment }), {
    idOrNumber: named,
  }),
  'admin.orders.setStatus': [
    {
      input: async (me) => ({
        idOrNumber: (await newOrder(me)).id,
        status: 'shipped',
        tracking: { carrier: 'Pigeon Post', number: 'PP-7', url: 'https://pigeon.example/PP-7' },
      }),
      effects: {
        idOrNumber: named,
        status: shown('status'),
        'tracking.carrier': shown('tracking.carrier'),
        'tracking.number': shown('tracking.number'),
        'tracking.url': shown('tracking.url'),
      },
    },
    {
      input: async (me) => {
        const { id } = await newOrder(me, { method: 'cod' });
        await admin.caller.admin.orders.setStatus({ idOrNumber: id, status: 'shipped' });
        return { idOrNumber: id, status: 'cancelled', reason: 'Refused at the door', restock: true };
      },
      effects: {
        reason: cancelReason,
        restock: changes('The goods are in stock again.', async ({ answer }) => {
          const { items } = answer as { items: { productId: string }[] };
          const product = await admin.caller.products.get({ idOrSlug: items[0]!.productId });
          expect(product.variants[0]?.onHand).toBe(50);
        }),
      },
    },
  ],
  'admin.orders.ship': [
    {
      input: async (me) => {
        const { id, items } = await newOrder(me);
        const tracking = { carrier: 'Pigeon Post', number: 'PP-8', url: 'https://pigeon.example/PP-8' };
        return { idOrNumber: id, lines: [{ variantId: items[0]!.variantId, quantity: 2 }], tracking };
      },
      effects: {
        idOrNumber: named,
        'lines[].variantId': shown('shipments[].lines[].variantId'),
        'lines[].quantity': shown('shipments[].lines[].quantity'),
        'tracking.carrier': shown('shipments[].tracking.carrier'),
        'tracking.number': shown('shipments[].tracking.number'),
        'tracking.url': shown('shipments[].tracking.url'),
      },
    },
  ],
  'orders.requestReturn': [{ input: (me) => returnInput(me), effects: returnEffects('returns[].') }],
  'admin.returns.create': [{ input: (me) => returnInput(me), effects: returnEffects('') }],
  'admin.returns.approve': [{ input: async (me) => ({ id: (await newReturn(me)).id }), effects: { id: named } }],
  'admin.returns.close': [{ input: async (me) => ({ id: (await newReturn(me, true)).id }), effects: { id: named } }],
  'admin.returns.reject': [
    {
      input: async (me) => ({ id: (await newReturn(me)).id, reason: 'It was worn' }),
      effects: { id: named, reason: shown('rejectReason') },
    },
  ],
  'admin.returns.receive': [
    {
      input: async (me) => {
        const { id, variantId } = await newReturn(me, true);
        return { id, lines: [{ variantId, restock: 1, writeOff: 1 }], refund: true, fee: 100, shipping: false };
      },
      effects: {
        id: named,
        'lines[].variantId': shown('lines[].variantId'),
        'lines[].restock': shown('lines[].restockedQuantity'),
        'lines[].writeOff': shown('lines[].writtenOffQuantity'),
        refund: changes('Money goes back.', ({ answer }) =>
          expect((answer as { refunded: number }).refunded).toBeGreaterThan(0),
        ),
        fee: read('admin.orders.get', async ({ answer }) => {
          const { orderId } = answer as { orderId: string };
          const { refunds } = await admin.caller.admin.orders.get({ idOrNumber: orderId });
          return refunds[0]!.lines[0]!.fee;
        }),
        shipping: changes('Nothing of it is for shipping.', async ({ answer }) => {
          const { orderId } = answer as { orderId: string };
          const { refunds } = await admin.caller.admin.orders.get({ idOrNumber: orderId });
          expect(refunds[0]!.shipping).toBe(0);
        }),
      },
    },
  ],
  'admin.shipments.update': [
    {
      input: async (me) => ({
        id: await newShipment(me),
        tracking: { carrier: 'Owl Post', number: 'OP-9', url: 'https://owl.example/OP-9' },
        status: 'returned_to_sender',
        restock: true,
      }),
      effects: {
        id: named,
        'tracking.carrier': shown('tracking.carrier'),
        'tracking.number': shown('tracking.number'),
        'tracking.url': shown('tracking.url'),
        status: shown('shipments[].status'),
        restock: shown('shipments[].restocked'),
      },
    },
    {
      input: async (me) => {
        const id = await newShipment(me);
        await admin.caller.admin.shipments.update({
          id,
          tracking: { carrier: 'x', number: 'x', url: 'https://x.example' },
        });
        return { id, tracking: { carrier: null, number: null, url: null } };
      },
      effects: {
        'tracking.carrier[null]': shown('tracking.carrier'),
        'tracking.number[null]': shown('tracking.number'),
        'tracking.url[null]': shown('tracking.url'),
      },
    },
  ],
  'admin.orders.markPaid': [
    {
      input: async (me) => ({ idOrNumber: (await unpaidOrder(me)).id, reference: 'TRANSFER 42' }),
      effects: {
        idOrNumber: named,
        reference: read('admin.orders.get', async (run) => {
          const order = await admin.caller.admin.orders.get({ idOrNumber: idOf(run) });
          return order.payments.find(({ captured }) => captured > 0)?.reference;
        }),
      },
    },
  ],
  'admin.orders.cancel': [
    {
      input: async (me) => ({ idOrNumber: (await unpaidOrder(me)).id, reason: 'Out of clay' }),
      effects: { idOrNumber: named, reason: cancelReason },
    },
  ],
  'admin.orders.refund': [
    {
      input: async (me) => ({ idOrNumber: (await newOrder(me)).id, amount: 123, reason: 'A chip in the glaze' }),
      effects: { idOrNumber: named, amount: shown('refunded'), reason: inRefund(({ reason }) => reason) },
    },
    {
      input: async (me) => {
        const { id, items } = await newOrder(me);
        return { idOrNumber: id, lines: [{ variantId: items[0]!.variantId, quantity: 2 }], restock: true };
      },
      effects: {
        'lines[].variantId': inRefund(({ lines }) => lines[0]?.variantId),
        'lines[].quantity': inRefund(({ lines }) => lines[0]?.quantity),
        restock: changes('The refunded quantity is taken out of the order.', ({ answer }) =>
          expect(answer).toMatchObject({ items: [{ cancelledQuantity: 2 }] }),
        ),
      },
    },
  ],
  'admin.users.setRole': [
    {
      input: async () => ({ id: (await server.signUp()).user.id, role: 'admin' }),
      effects: { id: named, role: shown('role') },
    },
  ],
  'admin.users.setGroups': [
    {
      input: async () => ({ id: (await server.signUp()).user.id, groups: ['vip', 'wholesale'] }),
      effects: { id: named, groups: shown('groups') },
    },
  ],
  'admin.users.remove': [{ input: async () => ({ id: (await server.signUp()).user.id }), effects: { id: named } }],
  'admin.users.endSessions': [{ input: async () => ({ id: (await server.signUp()).user.id }), effects: { id: named } }],
  'admin.taxRates.create': [
    {
      input: () => ({ ...rate, region: 'QC', postalPrefix: 'G', taxClass: unique(), mode: 'adds' }),
      effects: Object.fromEntries(rateFields.map((name) => [name, shown(name)])),
    },
    {
      input: () => ({ ...rate, region: null, postalPrefix: null, taxClass: unique() }),
      effects: { 'region[null]': shown('region'), 'postalPrefix[null]': shown('postalPrefix') },
    },
  ],
  'admin.taxRates.update': [
    {
      input: async () => ({
        ...(await newRate()),
        version: 1,
        ...rate,
        country: 'US',
        region: 'CA',
        postalPrefix: '9',
        taxClass: unique(),
        mode: 'adds',
      }),
      effects: {
        id: named,
        version: decides(9, 'STALE_VERSION'),
        ...Object.fromEntries(rateFields.map((name) => [name, shown(name)])),
      },
    },
    {
      input: async () => ({ ...(await newRate()), version: 1, region: null, postalPrefix: null }),
      effects: { 'region[null]': shown('region'), 'postalPrefix[null]': shown('postalPrefix') },
    },
  ],
  'admin.taxRates.remove': [
    {
      input: async () => ({ ...(await newRate()), version: 1 }),
      effects: { id: named, version: decides(9, 'STALE_VERSION') },
    },
  ],
  'admin.shippingMethods.create': [
    {
      input: () => method,
      effects: Object.fromEntries(methodFields.map((name) => [name, shown(name)])),
    },
    {
      input: () => ({ ...method, ...without }),
      effects: Object.fromEntries(Object.keys(without).map((name) => [`${name}[null]`, shown(name)])),
    },
  ],
  'admin.shippingMethods.update': [
    {
      input: async () => ({ ...(await newMethod()), version: 1, ...method, name: 'Boat' }),
      effects: {
        id: named,
        version: decides(9, 'STALE_VERSION'),
        ...Object.fromEntries(methodFields.map((name) => [name, shown(name)])),
      },
    },
    {
      input: async () => ({ ...(await newMethod()), version: 1, ...without }),
      effects: Object.fromEntries(Object.keys(without).map((name) => [`${name}[null]`, shown(name)])),
    },
  ],
  'admin.shippingMethods.remove': [
    {
      input: async () => ({ ...(await newMethod()), version: 1 }),
      effects: { id: named, version: decides(9, 'STALE_VERSION') },
    },
  ],
  'admin.promotions.create': [
    ...ruleCases((rule) => ({ ...promotion, rule })),
    {
      input: () => ({ ...promotion, ...promotionFields(), codes: [unique('CODE').toUpperCase()] }),
      effects: { ...promotionEffects, codes: shown('codes') },
    },
    {
      input: () => ({ ...promotion, startsAt: null, endsAt: null, automatic: true }),
      effects: ofPromotion('startsAt[null]', 'endsAt[null]', 'automatic'),
    },
  ],
  'admin.promotions.update': [
    ...ruleCases(async (rule) => ({ ...(await newPromotion()), rule })),
    {
      input: async () => ({ ...(await newPromotion()), ...promotionFields() }),
      effects: { id: named, version: based, ...promotionEffects },
    },
    {
      input: async () => {
        const former = [unique('CODE').toUpperCase()];
        const codes = { addCodes: [unique('CODE').toUpperCase()], removeCodes: former };
        return {
          ...(await newPromotion({ ...promotionTimes, codes: former })),
          startsAt: null,
          endsAt: null,
          ...codes,
        };
      },
      effects: {
        ...ofPromotion('startsAt[null]', 'endsAt[null]'),
        addCodes: shown('codes'),
        removeCodes: changes('The promotion has the new code alone.', ({ answer }) =>
          expect(answer).toMatchObject({ codeCount: 1 }),
        ),
      },
    },
    {
      input: async () => ({ ...(await newPromotion()), automatic: true }),
      effects: ofPromotion('automatic'),
    },
  ],
  'admin.promotions.archive': [{ input: () => newPromotion(), effects: { id: named, version: based } }],
  'admin.apiKeys.create': [
    {
      input: () => ({ name: 'Robot', scopes: ['orders:read'], expiresAt: '2099-01-01T00:00:00.000Z', password }),
      effects: {
        name: shown('name'),
        scopes: shown('scopes'),
        expiresAt: shown('expiresAt'),
        password: decides('another one', 'INVALID_CREDENTIALS'),
      },
    },
  ],
  'admin.apiKeys.revoke': [
    {
      input: async ({ caller }) => {
        const key = await caller.admin.apiKeys.create({ name: 'Robot', scopes: ['orders:read'], password });
        return { id: key.id };
      },
      effects: { id: named },
    },
  ],
  'admin.products.import': [
    {
      input: () => ({ file: csv(`${unique()},Jug,1.00`, `${unique()},Jug,cheap`), dryRun: false, onIssue: 'skip' }),
      effects: {
        file: changes('Each row of the file is counted.', ({ answer }) => expect(answer).toMatchObject({ rows: 2 })),
        dryRun: shown('dryRun'),
        onIssue: changes('The faulty row is skipped and the other one applied.', ({ answer }) =>
          expect(answer).toMatchObject({ issueCount: 1, products: { created: 1, skipped: 1 } }),
        ),
      },
    },
  ],
  'admin.jobs.retry': [{ input: waitingJob, effects: { id: decides('999999999', 'NOT_FOUND') } }],
  'admin.jobs.discard': [{ input: waitingJob, effects: { id: decides('999999999', 'NOT_FOUND') } }],
};

/** The job that will expire an unpaid order. */
async function waitingJob(me: SignedUp) {
  await unpaidOrder(me);
  const { items } = await admin.caller.admin.jobs.list({ name: 'orders.expireOrder' });
  return { id: items[0]?.id };
}

type Schema = Record<string, unknown> & { readonly properties?: Record<string, Schema> };

/**
 * The fields of an input with their paths: `items[].quantity` in an array, `payment[cod].method` in a branch of a union, and
 * `category[null]` where null is a value. Texts by free names, such as attributes, are one field.
 */
function fieldsOf({ input }: Operation): string[] {
  if (!input) return [];
  const root = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema;
  const definitions = (root['$defs'] ?? {}) as Record<string, Schema>;
  const walk = (schema: Schema, path: string): string[] => {
    const { $ref, anyOf, oneOf, type, items, properties } = schema;
    if (typeof $ref === 'string') return walk(definitions[$ref.split('/').at(-1)!]!, path);
    const branches = (anyOf ?? oneOf) as Schema[] | undefined;
    if (branches) {
      return branches.flatMap((branch) => {
        if (branch['type'] === 'null') return [`${path}[null]`];
        const mark = Object.values(branch.properties ?? {}).find((one) => 'const' in one)?.['const'];
        return walk(branch, mark === undefined ? path : `${path}[${mark as string}]`);
      });
    }
    if (type === 'array') {
      const inner = walk(items as Schema, `${path}[]`);
      return inner.length === 1 && inner[0] === `${path}[]` ? [path] : inner;
    }
    if (!properties) return [path];
    return Object.entries(properties).flatMap(([name, part]) => walk(part, path === '' ? name : `${path}.${name}`));
  };
  return [...new Set(walk(root, ''))];
}

/** `items[].quantity` of the first item; the name of a branch leads nowhere. */
function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((parent, part) => {
    const [, name = '', mark] = /^(\w+)(\[.*\])?$/.exec(part) ?? [];
    const child = (parent as Fields | null | undefined)?.[name];
    return mark === '[]' ? (child as unknown[] | undefined)?.[0] : child;
  }, value);
}

function withOther(input: Fields, field: string, other: unknown): Fields {
  expect(Object.keys(input)).toContain(field);
  return { ...input, [field]: other };
}

const mutations = operationsOf(appRouter).filter(({ kind }) => kind === 'mutation');

test('every field of every mutation has an effect in the table', () => {
  const listed = (name: string) => new Set((table[name] ?? []).flatMap(({ effects }) => Object.keys(effects)));
  expect(mutations.map(({ name }) => [name, [...listed(name)].sort()])).toEqual(
    mutations.map((operation) => [operation.name, fieldsOf(operation).sort()]),
  );
  expect(Object.keys(table).filter((name) => !mutations.some((one) => one.name === name))).toEqual([]);
});

test('only a quote takes fields that it checks and does not use', () => {
  const unused = Object.entries(table).filter(([, cases]) =>
    cases.some(({ effects }) => Object.values(effects).some(({ kind }) => kind === 'checked')),
  );
  expect(unused.map(([name]) => name)).toEqual(['orders.quote']);
});

describe.each(mutations.filter(({ name }) => name in table))('$name', (operation) => {
  const send = (me: SignedUp, input: Fields) =>
    ask(server.url, 'rest', operation, input, { authorization: `Bearer ${me.accessToken}` });

  const cases = (table[operation.name] ?? []).map((one) => [Object.keys(one.effects).join(', '), one] as const);
  test.each(cases)('uses %s', async (_, { input: given, effects }) => {
    const me = await server.signUp({ role: 'admin' });
    const input = await given(me);
    for (const [field, effect] of Object.entries(effects)) {
      expect([field, valueAt(input, field)]).not.toEqual([field, undefined]);
      if (effect.kind !== 'decides') continue;
      const { failure } = await send(me, withOther(input, field, effect.other));
      expect([field, failure?.['code']]).toEqual([field, effect.code]);
    }
    const { status, result: answer, headers, text } = await send(me, input);
    expect([status, text]).toEqual([expect.toSatisfy((code: number) => code < 300), expect.anything()]);
    const run = { input, answer, headers, me };
    for (const [field, effect] of Object.entries(effects)) {
      const sent = valueAt(input, field);
      if (effect.kind === 'shown') expect([field, valueAt(answer, effect.at)]).toEqual([field, sent]);
      if (effect.kind === 'read') expect([field, await effect.read(run)]).toEqual([field, sent]);
      if (effect.kind === 'changes') await effect.check(run);
    }
  });
});
