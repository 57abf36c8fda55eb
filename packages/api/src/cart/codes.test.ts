import { newSecret } from '@cartwright/kernel/ids';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { editPromotion, storePromotion } from '../pricing/testing/stored-promotion.ts';
import { type Caller, createTestShop, personalDataOf, refusalOf, type SignedUp } from '../testing.ts';

const world = await createTestShop();
const { shop } = world;
let ada: SignedUp;
let [mug, bowl] = ['', ''];
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  mug = await newProduct(2_000);
  bowl = await newProduct(500);
  await storePromotion(shop, { codes: ['TEN', 'ALSO-TEN'] });
});
afterAll(() => world.close());

async function newProduct(price: number): Promise<string> {
  return (await ada.caller.products.create({ name: 'Mug', price, stock: 1_000 })).id;
}

/** A guest with two mugs in the cart. */
async function newGuest(): Promise<{ caller: Caller; cartToken: string }> {
  const { token: cartToken = '' } = await world.caller().cart.addItem({ productId: mug, quantity: 2 });
  return { caller: world.caller({ cartToken }), cartToken };
}

const amountsOf = ({ subtotal, discount, total }: { subtotal: number; discount: number; total: number }) => [
  subtotal,
  discount,
  total,
];

test('a code lowers the total of a cart until it is removed', async () => {
  const { caller } = await newGuest();
  const applied = await caller.cart.applyCode({ code: ' ten ' });
  expect(applied).toMatchObject({
    codes: ['TEN'],
    discounts: [{ label: 'TEN', code: 'TEN', amount: 400 }],
    issues: [],
  });
  expect(amountsOf(applied)).toEqual([4_000, 400, 3_600]);
  expect(await caller.cart.get()).toEqual(applied);
  expect(amountsOf(await caller.cart.addItem({ productId: bowl, quantity: 2 }))).toEqual([5_000, 500, 4_500]);

  expect(await caller.cart.removeCode({ code: 'OTHER' })).toMatchObject({ codes: ['TEN'] });
  const removed = await caller.cart.removeCode({ code: 'ten' });
  expect(removed).toMatchObject({ codes: [], discounts: [] });
  expect(amountsOf(removed)).toEqual([5_000, 0, 5_000]);
});

test('a code that is applied twice counts once', async () => {
  const { caller } = await newGuest();
  const once = await caller.cart.applyCode({ code: 'TEN' });
  expect(await caller.cart.applyCode({ code: 'TEN' })).toEqual(once);
});

test('the same key applies a code once and answers with the present cart', async () => {
  const { caller, cartToken } = await newGuest();
  const keyed = world.caller({ cartToken, idempotencyKey: 'apply' });
  await keyed.cart.applyCode({ code: 'TEN' });
  await caller.cart.removeCode({ code: 'TEN' });
  expect(await keyed.cart.applyCode({ code: 'TEN' })).toMatchObject({ codes: [] });
  expect((await refusalOf(keyed.cart.applyCode({ code: 'ALSO-TEN' }))).code).toBe('IDEMPOTENCY_KEY_REUSED');
});

test('a code that does not fit is refused with the reason and leaves the cart alone', async () => {
  const hour = 3_600_000;
  const at = (hours: number) => new Date(shop.clock.now().getTime() + hours * hour);
  const other = { kind: 'products' as const, productIds: [bowl], off: { kind: 'amount' as const, amount: 100 } };
  await storePromotion(shop, { codes: ['SOON'], startsAt: at(1) });
  await storePromotion(shop, { codes: ['OVER'], endsAt: at(-1) });
  await storePromotion(shop, { codes: ['MUCH'], conditions: { minSubtotal: 4_001 } });
  await storePromotion(shop, { codes: ['BOWL'], rule: other });
  await storePromotion(shop, { codes: ['PRESS'], conditions: { groups: ['press'] } });
  const archived = await storePromotion(shop, { codes: ['GONE'], startsAt: at(1) });
  await editPromotion(shop, archived, { archivedAt: shop.clock.now() });

  const { caller } = await newGuest();
  await caller.cart.applyCode({ code: 'TEN' });
  const before = await caller.cart.get();
  const reasons = {
    NOTHING: 'unknown',
    SOON: 'not_started',
    OVER: 'expired',
    GONE: 'expired',
    MUCH: 'minimum',
    BOWL: 'items',
    PRESS: 'customer',
    'ALSO-TEN': 'not_combinable',
  };
  for (const [code, reason] of Object.entries(reasons)) {
    const refusal = await refusalOf(caller.cart.applyCode({ code }));
    expect(refusal, code).toEqual({ code: 'PROMOTION_NOT_APPLICABLE', promotionCode: code, reason });
  }
  expect(await caller.cart.get()).toEqual(before);
});

test('a cart without items takes no code', async () => {
  const refusal = { code: 'PROMOTION_NOT_APPLICABLE', promotionCode: 'TEN', reason: 'items' };
  for (const cartToken of [undefined, newSecret()]) {
    expect(await refusalOf(world.caller({ cartToken }).cart.applyCode({ code: 'TEN' }))).toEqual(refusal);
  }
  const { caller } = await newGuest();
  await caller.cart.updateItem({ variantId: (await caller.cart.get()).items[0]?.variantId ?? '', quantity: 0 });
  expect(await refusalOf(caller.cart.applyCode({ code: 'TEN' }))).toEqual(refusal);
});

test('a code that stops fitting stays in the cart as an issue, and counts again when it fits', async () => {
  await storePromotion(shop, { codes: ['FOUR'], conditions: { minQuantity: 4 } });
  const { caller } = await newGuest();
  await caller.cart.addItem({ productId: bowl, quantity: 2 });
  await caller.cart.applyCode({ code: 'FOUR' });
  const variantId = (await caller.cart.get()).items[1]?.variantId ?? '';
  const broken = await caller.cart.updateItem({ variantId, quantity: 1 });
  expect(broken).toMatchObject({ codes: ['FOUR'], discounts: [], total: broken.subtotal });
  expect(broken.issues).toEqual([
    {
      code: 'PROMOTION_NOT_APPLICABLE',
      promotionCode: 'FOUR',
      reason: 'minimum',
      message: 'The code FOUR needs a larger order. Add more items.',
    },
  ]);
  expect(await caller.cart.updateItem({ variantId, quantity: 2 })).toMatchObject({ issues: [], discount: 500 });
  expect(await caller.cart.removeItem({ variantId })).toMatchObject({ codes: ['FOUR'], discount: 0 });
});

test('an automatic promotion shows in the cart, with its name and without a code', async () => {
  const lamp = await newProduct(1_000);
  const rule = { kind: 'products' as const, productIds: [lamp], off: { kind: 'amount' as const, amount: 300 } };
  await storePromotion(shop, { name: 'Lamp week', automatic: true, rule });
  const cart = await world.caller().cart.addItem({ productId: lamp });
  expect(cart).toMatchObject({
    codes: [],
    discounts: [{ label: 'Lamp week', amount: 300 }],
    discount: 300,
    total: 700,
  });
});

test('a cart holds at most 10 codes', async () => {
  const codes = Array.from({ length: 11 }, (_, index) => `MANY-${index}`);
  for (const code of codes) {
    await storePromotion(shop, { codes: [code], rule: { kind: 'order', off: { kind: 'amount', amount: 1 } } });
  }
  const { caller } = await newGuest();
  for (const code of codes.slice(0, 10)) await caller.cart.applyCode({ code });
  expect(await refusalOf(caller.cart.applyCode({ code: 'MANY-10' }))).toEqual({
    code: 'VALIDATION',
    issues: [{ path: 'code', message: 'A cart holds at most 10 codes. Remove one first.', code: 'too_big' }],
  });
  expect(await caller.cart.get()).toMatchObject({ codes: codes.slice(0, 10), discount: 10 });
});

test('a text that cannot be a code is refused', async () => {
  const { caller } = await newGuest();
  for (const code of ['', 'AB', 'x'.repeat(300), 'ЅUMMER', '夏セール', 'TEN%', 'TEN\0', '\ud800TEN']) {
    expect((await refusalOf(caller.cart.applyCode({ code }))).code, code).toBe('VALIDATION');
    expect((await refusalOf(caller.cart.removeCode({ code }))).code, code).toBe('VALIDATION');
  }
  expect(await caller.cart.applyCode({ code: 'ｔｅｎ' })).toMatchObject({ codes: ['TEN'] });
});

test('signing in moves the codes of the guest behind those of the account', async () => {
  await storePromotion(shop, { codes: ['OWN'], rule: { kind: 'order', off: { kind: 'amount', amount: 1 } } });
  const bob = await world.signUp();
  await bob.caller.cart.addItem({ productId: mug });
  await bob.caller.cart.applyCode({ code: 'OWN' });
  const { caller, cartToken } = await newGuest();
  await caller.cart.applyCode({ code: 'TEN' });
  await caller.cart.applyCode({ code: 'OWN' });
  await world.caller({ cartToken }).auth.login({ email: bob.user.email, password: 'correct horse' });
  expect(await bob.caller.cart.get()).toMatchObject({ codes: ['OWN', 'TEN'], discount: 401 });
  expect(await personalDataOf(bob.caller)).toMatchObject({ cart: { codes: ['OWN', 'TEN'] } });
});

test('clearing a cart and its end remove its codes', async () => {
  const { caller } = await newGuest();
  await caller.cart.applyCode({ code: 'TEN' });
  expect(await caller.cart.clear()).toMatchObject({ codes: [], items: [] });

  const bob = await world.signUp();
  await bob.caller.cart.addItem({ productId: mug });
  await bob.caller.cart.applyCode({ code: 'TEN' });
  await shop.db.transact(async (tx) => {
    const { carts } = tx.tables;
    await tx
      .update(carts)
      .set({ expiresAt: new Date(0) })
      .where(eq(carts.userId, bob.user.id));
  });
  expect(await bob.caller.cart.addItem({ productId: mug })).toMatchObject({ codes: [], discount: 0 });
});
