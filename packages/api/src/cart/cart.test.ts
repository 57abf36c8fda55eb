import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, refusalOf, rowCounts, type SignedUp, tally } from '../testing.ts';

const world = await createTestShop();
let ada: SignedUp;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
});
afterAll(() => world.close());

let names = 0;
async function newVariant({ price = 1_000, stock = 500 } = {}) {
  names += 1;
  const product = await ada.caller.products.create({ name: `Thing ${names}`, price, stock });
  return { productId: product.id, variantId: product.variants[0]?.id ?? '' };
}

describe("a guest's cart", () => {
  test('begins with the first thing added, and is opened by its token alone', async () => {
    const { productId, variantId } = await newVariant();
    const first = await world.caller().cart.addItem({ productId, quantity: 2 });
    expect(first).toMatchObject({ count: 2, subtotal: 2_000, items: [{ variantId, quantity: 2 }] });
    const guest = world.caller({ cartToken: first.token ?? '' });
    const again = await guest.cart.get();
    expect(again).toMatchObject({ id: first.id, count: 2 });
    expect(again.token).toBeUndefined();
    expect(await world.caller().cart.get()).toMatchObject({ id: null, items: [] });
    expect(await world.caller({ cartToken: first.id ?? '' }).cart.get()).toMatchObject({ id: null });
  });

  test('is gone after 30 idle days, and not before', async () => {
    const { productId } = await newVariant();
    const { token = '' } = await world.caller().cart.addItem({ productId });
    const guest = world.caller({ cartToken: token });
    world.clock.advance({ days: 29 });
    expect((await guest.cart.addItem({ productId })).count).toBe(2);
    world.clock.advance({ days: 29 });
    expect((await guest.cart.get()).count).toBe(2);
    world.clock.advance({ days: 2 });
    expect(await guest.cart.get()).toMatchObject({ id: null, count: 0 });
    ada = { ...ada, ...(await signInAgain()) };
  });

  async function signInAgain() {
    const { accessToken = '' } = await world.caller().auth.login({ email: ada.user.email, password: 'correct horse' });
    return { accessToken, caller: world.caller({ accessToken }) };
  }
});

describe('a line', () => {
  test('is set, taken out, and all are cleared', async () => {
    const bob = await world.signUp();
    const [one, two] = [await newVariant(), await newVariant({ price: 250 })];
    await bob.caller.cart.addItem({ variantId: one.variantId });
    expect(await bob.caller.cart.updateItem({ variantId: two.variantId, quantity: 4 })).toMatchObject({
      subtotal: 2_000,
    });
    expect(await bob.caller.cart.updateItem({ variantId: one.variantId, quantity: 3 })).toMatchObject({ count: 7 });
    expect(await bob.caller.cart.updateItem({ variantId: one.variantId, quantity: 0 })).toMatchObject({ count: 4 });
    expect(await bob.caller.cart.removeItem({ variantId: two.variantId })).toMatchObject({ items: [] });
    expect(await bob.caller.cart.removeItem({ variantId: two.variantId })).toMatchObject({ items: [] });
    await bob.caller.cart.addItem({ variantId: one.variantId });
    expect(await bob.caller.cart.clear()).toMatchObject({ items: [], subtotal: 0, count: 0 });
  });

  test('takes what is in stock and at most 99, and is else as it was', async () => {
    const bob = await world.signUp();
    const { variantId } = await newVariant({ stock: 5 });
    await bob.caller.cart.addItem({ variantId, quantity: 4 });
    expect(await refusalOf(bob.caller.cart.addItem({ variantId, quantity: 2 }))).toMatchObject({
      code: 'INSUFFICIENT_STOCK',
      available: 5,
      lines: [{ variantId, requested: 6, available: 5 }],
    });
    expect(await refusalOf(bob.caller.cart.updateItem({ variantId, quantity: 6 }))).toMatchObject({ available: 5 });
    expect((await bob.caller.cart.get()).count).toBe(4);

    const plenty = await newVariant({ stock: 1_000 });
    await bob.caller.cart.addItem({ variantId: plenty.variantId, quantity: 60 });
    const over = bob.caller.cart.addItem({ variantId: plenty.variantId, quantity: 40 });
    expect(await refusalOf(over)).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'quantity' }] });
    expect((await bob.caller.cart.get()).count).toBe(64);
  });

  test.each(['in a new cart', 'in one that has expired'])('counts taps at the same time %s', async (which) => {
    const { variantId } = await newVariant();
    for (let round = 0; round < 25; round += 1) {
      const { caller, user } = await world.signUp();
      if (which !== 'in a new cart') {
        await caller.cart.addItem({ variantId, quantity: 7 });
        await world.shop.db.transact(async (tx) => {
          const { carts } = tx.tables;
          await tx
            .update(carts)
            .set({ expiresAt: new Date(0) })
            .where(eq(carts.userId, user.id));
        });
      }
      // Out of step, so that one request may commit between two statements of another.
      const tap = async (delay: number) => {
        await sleep(delay);
        await caller.cart.addItem({ variantId });
      };
      await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(tap));
      expect((await caller.cart.get()).count).toBe(8);
    }
  });

  test('counts a hundred parallel taps, and stops at the limit', async () => {
    const bob = await world.signUp();
    const { variantId } = await newVariant();
    const outcome = await tally(Array.from({ length: 100 }, () => bob.caller.cart.addItem({ variantId })));
    expect(outcome).toEqual({ ok: 99, VALIDATION: 1 });
    expect((await bob.caller.cart.get()).count).toBe(99);
  });

  test('keeps its key: the same add twice counts once', async () => {
    const bob = await world.signUp();
    const { variantId } = await newVariant();
    const keyed = bob.withKey('tap-1');
    await keyed.cart.addItem({ variantId });
    await keyed.cart.addItem({ variantId });
    expect((await bob.caller.cart.get()).count).toBe(1);
  });
});

describe('a cart', () => {
  test('holds at most 100 lines', async () => {
    const bob = await world.signUp();
    const variants = Array.from({ length: 101 }, (_, index) => ({
      sku: `LIMIT-${index}`,
      options: { size: String(index) },
      price: 100,
      stock: 5,
    }));
    const many = await ada.caller.products.create({ name: 'Many', variants: variants.slice(0, 100) });
    for (const { id } of many.variants) await bob.caller.cart.addItem({ variantId: id });
    const { variantId } = await newVariant();
    expect(await refusalOf(bob.caller.cart.addItem({ variantId }))).toMatchObject({ code: 'VALIDATION' });
    expect((await bob.caller.cart.get()).items).toHaveLength(100);
  });

  test('holds no stock, and says what stands in the way', async () => {
    const [bob, eve] = [await world.signUp(), await world.signUp()];
    const { variantId } = await newVariant({ stock: 2 });
    await bob.caller.cart.addItem({ variantId, quantity: 2 });
    await eve.caller.cart.addItem({ variantId, quantity: 2 });
    const address = { fullName: 'E', line1: 'x', city: 'y', state: 'VA', postalCode: '1', country: 'US' };
    await eve.caller.orders.place({ shippingAddress: address, payment: { method: 'dummy' } });
    expect((await bob.caller.cart.get()).issues).toMatchObject([{ code: 'SHORT_STOCK', variantId }]);
  });

  test('ends with its owner only', async () => {
    const bob = await world.signUp();
    const { variantId } = await newVariant();
    await bob.caller.cart.addItem({ variantId });
    await bob.caller.auth.logout();
    expect(await world.caller().cart.get()).toMatchObject({ id: null, items: [] });
  });

  test('that was refused leaves no rows behind', async () => {
    const { variantId } = await newVariant({ stock: 1 });
    const before = await rowCounts(world.shop.db);
    await refusalOf(world.caller().cart.addItem({ variantId, quantity: 2 }));
    expect(await rowCounts(world.shop.db)).toEqual(before);
  });
});

describe('signing in with a guest cart', () => {
  async function guestWith(lines: { variantId: string; quantity: number }[]) {
    let cartToken: string | undefined;
    for (const line of lines) {
      const cart = await world.caller(cartToken === undefined ? {} : { cartToken }).cart.addItem(line);
      cartToken ??= cart.token;
    }
    return cartToken ?? '';
  }

  const signIn = (email: string, cartToken: string) =>
    world.caller({ cartToken }).auth.login({ email, password: 'correct horse' });

  test('takes the larger quantity of each, as far as the stock reaches, and reports', async () => {
    const bob = await world.signUp();
    const [more, less, fresh, scarce] = [
      await newVariant(),
      await newVariant(),
      await newVariant(),
      await newVariant({ stock: 3 }),
    ];
    await bob.caller.cart.addItem({ variantId: more.variantId, quantity: 2 });
    await bob.caller.cart.addItem({ variantId: less.variantId, quantity: 5 });
    const token = await guestWith([
      { variantId: more.variantId, quantity: 4 },
      { variantId: less.variantId, quantity: 1 },
      { variantId: fresh.variantId, quantity: 1 },
      { variantId: scarce.variantId, quantity: 3 },
    ]);
    await ada.caller.orders.place({
      items: [{ variantId: scarce.variantId, quantity: 2 }],
      shippingAddress: { fullName: 'A', line1: 'x', city: 'y', state: 'VA', postalCode: '1', country: 'US' },
      payment: { method: 'dummy' },
    });

    const session = await signIn(bob.user.email, token);
    const outcomes = new Map(session.cart?.items.map((item) => [item.variantId, [item.quantity, item.outcome]]));
    expect(outcomes.get(more.variantId)).toEqual([4, 'added']);
    expect(outcomes.get(less.variantId)).toEqual([5, 'kept']);
    expect(outcomes.get(fresh.variantId)).toEqual([1, 'added']);
    expect(outcomes.get(scarce.variantId)).toEqual([1, 'clamped']);
    expect((await bob.caller.cart.get()).count).toBe(4 + 5 + 1 + 1);
    expect(await world.caller({ cartToken: token }).cart.get()).toMatchObject({ id: null });
  });

  test('of two with one token at the same time gives its lines to one', async () => {
    const [bob, eve] = [await world.signUp(), await world.signUp()];
    const { variantId } = await newVariant();
    const token = await guestWith([{ variantId, quantity: 7 }]);
    await Promise.all([signIn(bob.user.email, token), signIn(eve.user.email, token)]);
    const counts = [(await bob.caller.cart.get()).count, (await eve.caller.cart.get()).count];
    expect(counts.toSorted((a, b) => a - b)).toEqual([0, 7]);
  });

  test('never fails for the sake of a cart: a foreign token is no hindrance', async () => {
    const bob = await world.signUp();
    expect((await signIn(bob.user.email, 'nothing')).cart).toBeUndefined();
  });
});
