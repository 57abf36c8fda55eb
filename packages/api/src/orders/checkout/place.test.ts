import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, inconsistencies, orderInput, refusalOf, rowCounts, type SignedUp } from '../../testing.ts';

const world = await createTestShop({ TAX_BASIS_POINTS: '825', SHIPPING_PRICE: '490', FREE_SHIPPING_FROM: '5000' });
const { shop, clock } = world;
let ada: SignedUp;
let bob: SignedUp;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp({ name: 'Bob' });
});
afterEach(async () => expect(await inconsistencies(shop.db)).toEqual([]));
afterAll(() => world.close());

async function newMug(details: { price?: number; stock?: number } = {}) {
  const product = await ada.caller.products.create({ name: 'Mug', price: 1_200, stock: 10, ...details });
  return { ...product, variantId: product.variants[0]?.id ?? '' };
}

const ordersOf = (customer: SignedUp) => customer.caller.orders.list({}).then(({ items }) => items);
const stockOf = async (id: string) => (await ada.caller.products.get({ idOrSlug: id })).variants[0];

describe('an order', () => {
  test('costs its lines, shipping below the free limit, and tax on both', async () => {
    const mug = await newMug({ price: 1_333 });
    const order = await bob.caller.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 3 }] }));
    // 3 × 13.33 = 39.99; with 4.90 shipping 44.89, of which 8.25 % is 3.703425.
    expect(order).toMatchObject({
      subtotal: 3_999,
      discount: 0,
      shipping: 490,
      tax: 370,
      total: 4_859,
      currency: 'USD',
    });
    expect(order.items).toEqual([
      expect.objectContaining({ variantId: mug.variantId, unitPrice: 1_333, quantity: 3, lineTotal: 3_999 }),
    ]);
  });

  test('ships for free from the limit on', async () => {
    const mug = await newMug({ price: 2_500 });
    const order = await bob.caller.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 2 }] }));
    expect(order).toMatchObject({ subtotal: 5_000, shipping: 0, tax: 413, total: 5_413 });
  });

  test('can be free', async () => {
    const gift = await newMug({ price: 0 });
    const order = await bob.caller.orders.place(orderInput({ items: [{ productId: gift.id, quantity: 1 }] }));
    expect(order).toMatchObject({ subtotal: 0, shipping: 490, total: 530 });
  });

  test('of the largest amounts that the shop takes stays exact', async () => {
    const yacht = await newMug({ price: 100_000_000_000, stock: 99 });
    const items = [{ productId: yacht.id, quantity: 99 }];
    const quoted = await bob.caller.orders.quote(orderInput({ items }));
    // 9,900,000,000,000 + 8.25 %
    expect(quoted.total).toBe(10_716_750_000_000);
    const order = await bob.caller.orders.place(orderInput({ items, expectedTotal: quoted.total }));
    expect(order.total).toBe(10_716_750_000_000);
  });

  test('takes no price, total or status from its customer', async () => {
    const mug = await newMug();
    const items = [{ productId: mug.id, quantity: 1 }];
    for (const extra of [{ total: 1 }, { status: 'confirmed' }, { userId: ada.user.id }, { discount: 1_000 }]) {
      const input = { ...orderInput({ items }), ...extra };
      expect(await refusalOf(bob.caller.orders.place(input))).toMatchObject({ code: 'VALIDATION' });
    }
    const priced = { ...orderInput(), items: [{ ...items[0]!, unitPrice: 1 }] };
    expect(await refusalOf(bob.caller.orders.place(priced))).toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: 'items.0' }],
    });
  });

  test('costs what the database says at that moment, and keeps it when the price changes', async () => {
    const mug = await newMug({ price: 1_000 });
    await bob.caller.cart.addItem({ productId: mug.id, quantity: 1 });
    await setPrice(mug.variantId, 2_000);
    const order = await bob.caller.orders.place(orderInput());
    expect(order.items[0]).toMatchObject({ unitPrice: 2_000 });
    await setPrice(mug.variantId, 9_000);
    expect(await bob.caller.orders.get({ idOrNumber: order.id })).toMatchObject({
      total: order.total,
      subtotal: 2_000,
    });
  });

  test('of a cart empties it and leaves its stock reserved, in the ledger with who and why', async () => {
    const mug = await newMug({ stock: 5 });
    await bob.caller.cart.addItem({ productId: mug.id, quantity: 2 });
    const order = await bob.caller.orders.place(orderInput({ note: 'Ring twice' }));
    expect(order).toMatchObject({ status: 'pending', paymentStatus: 'unpaid', note: 'Ring twice' });
    expect((await bob.caller.cart.get()).items).toEqual([]);
    expect(await stockOf(mug.id)).toMatchObject({ onHand: 5, reserved: 2, available: 3 });
    const { items } = await ada.caller.products.stock.ledger({ id: mug.variantId });
    expect(items).toMatchObject([
      {
        reason: 'reserved',
        reservedChange: 2,
        onHandChange: 0,
        reservedAfter: 2,
        actor: `user:${bob.user.id}`,
        orderId: order.id,
      },
      { reason: 'received', onHandChange: 5, actor: `user:${ada.user.id}`, orderId: null },
    ]);
  });

  test('of given lines leaves the cart untouched', async () => {
    const mug = await newMug();
    const cart = await bob.caller.cart.addItem({ productId: mug.id, quantity: 2 });
    await bob.caller.orders.place(orderInput({ items: [{ variantId: mug.variantId, quantity: 1 }] }));
    const after = await bob.caller.cart.get();
    expect(after.items).toEqual([{ ...cart.items[0], available: 9 }]);
    await bob.caller.orders.place(orderInput());
  });

  test('sums lines of one variant before it asks for stock, however they name it', async () => {
    const mug = await newMug({ stock: 5 });
    const items = [
      { variantId: mug.variantId, quantity: 2 },
      { productId: mug.id, quantity: 2 },
      { variantId: mug.variantId.toUpperCase(), quantity: 2 },
    ];
    expect(await refusalOf(bob.caller.orders.place(orderInput({ items })))).toMatchObject({
      code: 'INSUFFICIENT_STOCK',
      available: 5,
      lines: [{ variantId: mug.variantId, requested: 6, available: 5 }],
    });
    const order = await bob.caller.orders.place(orderInput({ items: items.slice(0, 2) }));
    expect(order.items).toMatchObject([{ variantId: mug.variantId, quantity: 4 }]);
  });

  test('writes its event, and asks for payment, mail and expiry, in the same transaction', async () => {
    const mug = await newMug();
    const before = await rowCounts(shop.db);
    const order = await bob.caller.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 1 }] }));
    const after = await rowCounts(shop.db);
    const added = Object.fromEntries(
      Object.entries(after).map(([table, count]) => [table, count - (before[table] ?? 0)]),
    );
    const expected = {
      orders: 1,
      orderLines: 1,
      orderAdjustments: 3,
      payments: 1,
      orderEvents: 1,
      stockLedger: 1,
      jobs: 3,
    };
    expect(Object.fromEntries(Object.entries(added).filter(([, count]) => count !== 0))).toEqual(expected);
    expect(order.timeline).toMatchObject([{ type: 'placed', actor: 'customer', at: clock.now() }]);
    expect(order.expiresAt).toEqual(new Date(clock.now().getTime() + 30 * 60_000));
  });

  test('has a number that people can read out, and answers to it in any case', async () => {
    const mug = await newMug();
    const order = await bob.caller.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 1 }] }));
    expect(order.number).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    for (const idOrNumber of [order.number, order.number.toLowerCase(), order.id, order.id.toUpperCase()]) {
      expect((await bob.caller.orders.get({ idOrNumber })).id).toBe(order.id);
    }
  });
});

describe('an order that is refused', () => {
  test('leaves no trace, whatever it is refused for', async () => {
    const [mug, scarce] = [await newMug(), await newMug({ stock: 1 })];
    const draft = await ada.caller.products.create({ name: 'Draft', price: 100, stock: 9, status: 'draft' });
    await bob.caller.cart.addItem({ productId: mug.id, quantity: 2 });
    const one = { productId: mug.id, quantity: 1 };
    const before = await rowCounts(shop.db);
    const attempts = [
      [orderInput({ items: [one, { productId: draft.id, quantity: 1 }] }), 'PRODUCT_UNAVAILABLE'],
      [orderInput({ items: [one, { variantId: crypto.randomUUID(), quantity: 1 }] }), 'PRODUCT_UNAVAILABLE'],
      [orderInput({ items: [one, { productId: scarce.id, quantity: 2 }] }), 'INSUFFICIENT_STOCK'],
      [orderInput({ expectedTotal: 1 }), 'PRICE_CHANGED'],
      [orderInput({ items: [] }), 'VALIDATION'],
      [orderInput({ items: [{ productId: mug.id, quantity: 0 }] }), 'VALIDATION'],
      [orderInput({ items: [{ productId: mug.id, quantity: 100 }] }), 'VALIDATION'],
      [orderInput({ items: [{ productId: mug.id, quantity: 1.5 }] }), 'VALIDATION'],
      // @ts-expect-error neither names what to buy
      [orderInput({ items: [{ quantity: 1 }] }), 'VALIDATION'],
      // @ts-expect-error both do
      [orderInput({ items: [{ variantId: mug.variantId, productId: mug.id, quantity: 1 }] }), 'VALIDATION'],
    ] as const;
    for (const [input, code] of attempts) {
      expect(await refusalOf(bob.withKey(`refused ${code}`.replace(' ', '-')).orders.place(input))).toMatchObject({
        code,
      });
    }
    expect(await rowCounts(shop.db)).toEqual(before);
    await bob.caller.orders.place(orderInput());
  });

  test('for want of stock names every short line, and reserves nothing', async () => {
    const products = [await newMug({ stock: 1 }), await newMug({ stock: 9 }), await newMug({ stock: 0 })];
    const items = products.map(({ id }) => ({ productId: id, quantity: 3 }));
    const refusal = await refusalOf(bob.caller.orders.place(orderInput({ items })));
    expect(refusal).toMatchObject({
      code: 'INSUFFICIENT_STOCK',
      available: 1,
      lines: [
        { productId: products[0]?.id, requested: 3, available: 1 },
        { productId: products[2]?.id, requested: 3, available: 0 },
      ],
    });
    for (const { id } of products) expect(await stockOf(id)).toMatchObject({ reserved: 0 });
  });

  test('because the price changed carries the new quote, which can then be agreed to', async () => {
    const mug = await newMug({ price: 1_000 });
    const items = [{ productId: mug.id, quantity: 1 }];
    const { total } = await bob.caller.orders.quote(orderInput({ items }));
    await setPrice(mug.variantId, 1_100);
    const { code, quote } = await refusalOf(bob.caller.orders.place(orderInput({ items, expectedTotal: total })));
    expect(code).toBe('PRICE_CHANGED');
    expect(quote).toMatchObject({
      items: [{ unitPrice: 1_100 }],
      subtotal: 1_100,
      problems: [{ code: 'PRICE_CHANGED' }],
    });
    const { total: expectedTotal } = quote as { total: number };
    expect((await bob.caller.orders.place(orderInput({ items, expectedTotal }))).total).toBe(expectedTotal);
  });

  test('because the cart is empty, or was never made, says so', async () => {
    const carol = await world.signUp({ name: 'Carol' });
    expect(await refusalOf(carol.caller.orders.place(orderInput()))).toEqual({ code: 'CART_EMPTY' });
    const mug = await newMug();
    await carol.caller.cart.addItem({ productId: mug.id, quantity: 1 });
    await carol.caller.orders.place(orderInput());
    expect(await refusalOf(carol.caller.orders.place(orderInput()))).toEqual({ code: 'CART_EMPTY' });
    expect(await ordersOf(carol)).toHaveLength(1);
  });

  test('leaves its key free for a second try', async () => {
    const mug = await newMug({ stock: 0 });
    const input = orderInput({ items: [{ productId: mug.id, quantity: 1 }] });
    const caller = bob.withKey('second-try');
    expect(await refusalOf(caller.orders.place(input))).toMatchObject({ code: 'INSUFFICIENT_STOCK' });
    expect(await refusalOf(caller.orders.place(input))).toMatchObject({ code: 'INSUFFICIENT_STOCK' });
    const other = await newMug();
    await caller.orders.place(orderInput({ items: [{ productId: other.id, quantity: 1 }] }));
  });

  test('by the database when its amounts do not add up, or a line does not', async () => {
    const mug = await newMug();
    const { id } = await bob.caller.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 1 }] }));
    const { orders, orderLines, payments, variants } = shop.db.tables;
    const broken = [
      () =>
        shop.db.transact((tx) =>
          tx
            .update(orders)
            .set({ total: 1 })
            .where(eq(orders.id, id))
            .then(() => {}),
        ),
      () =>
        shop.db.transact((tx) =>
          tx
            .update(orders)
            .set({ discount: -1, total: 1_830 })
            .where(eq(orders.id, id))
            .then(() => {}),
        ),
      () =>
        shop.db.transact((tx) =>
          tx
            .update(orderLines)
            .set({ lineTotal: 1 })
            .where(eq(orderLines.orderId, id))
            .then(() => {}),
        ),
      () =>
        shop.db.transact((tx) =>
          tx
            .update(payments)
            .set({ refunded: 1 })
            .where(eq(payments.orderId, id))
            .then(() => {}),
        ),
      () =>
        shop.db.transact((tx) =>
          tx
            .update(variants)
            .set({ reserved: 11 })
            .where(eq(variants.id, mug.variantId))
            .then(() => {}),
        ),
      () =>
        shop.db.transact((tx) =>
          tx
            .update(variants)
            .set({ onHand: 0 })
            .where(eq(variants.id, mug.variantId))
            .then(() => {}),
        ),
    ];
    for (const write of broken) await expect(write()).rejects.toThrow();
  });
});

describe('an Idempotency-Key', () => {
  test('gives one order and the same answer, however often it is sent and whatever happened since', async () => {
    const mug = await newMug({ stock: 2 });
    const input = orderInput({ items: [{ productId: mug.id, quantity: 2 }] });
    const caller = bob.withKey('same-answer');
    const first = await caller.orders.place(input);
    expect(await caller.orders.place(input)).toEqual(first);
    clock.advance({ days: 400 });
    const session = await signInAgain();
    expect(await session.orders.place(input)).toEqual(first);
    expect(await stockOf(mug.id)).toMatchObject({ reserved: 2 });
  });

  test('replays an order of the cart, although the cart is empty by then', async () => {
    const mug = await newMug();
    await bob.caller.cart.addItem({ productId: mug.id, quantity: 1 });
    const caller = bob.withKey('cart-order');
    const first = await caller.orders.place(orderInput());
    expect(await caller.orders.place(orderInput())).toEqual(first);
  });

  test('does not mind the order of the fields', async () => {
    const mug = await newMug();
    const input = orderInput({ items: [{ productId: mug.id, quantity: 1 }], note: 'Hello' });
    const reversed = Object.fromEntries(Object.entries(input).reverse()) as typeof input;
    const caller = bob.withKey('field-order');
    expect(await caller.orders.place(reversed)).toEqual(await caller.orders.place(input));
  });

  test('with another input is refused, and orders nothing', async () => {
    const mug = await newMug();
    const caller = bob.withKey('other-input');
    await caller.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 1 }] }));
    const before = await rowCounts(shop.db);
    const other = orderInput({ items: [{ productId: mug.id, quantity: 2 }] });
    expect(await refusalOf(caller.orders.place(other))).toEqual({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await rowCounts(shop.db)).toEqual(before);
  });

  test('of one customer means nothing for another, nor for another procedure', async () => {
    const mug = await newMug();
    const carol = await world.signUp({ name: 'Carol' });
    const input = orderInput({ items: [{ productId: mug.id, quantity: 1 }] });
    const [bobs, carols] = [
      await bob.withKey('shared').orders.place(input),
      await carol.withKey('shared').orders.place(input),
    ];
    expect(bobs.id).not.toBe(carols.id);
    const cart = await bob.withKey('shared').cart.addItem({ productId: mug.id, quantity: 1 });
    expect(cart.count).toBe(1);
    await bob.caller.orders.place(orderInput());
  });
});

describe("somebody else's order", () => {
  test('does not exist, by id or number, and is on nobody else’s list; admins can read it', async () => {
    const mug = await newMug();
    const carol = await world.signUp({ name: 'Carol' });
    const order = await bob.caller.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 1 }] }));
    for (const idOrNumber of [order.id, order.number]) {
      expect(await refusalOf(carol.caller.orders.get({ idOrNumber }))).toEqual({ code: 'NOT_FOUND' });
      expect((await ada.caller.orders.get({ idOrNumber })).id).toBe(order.id);
    }
    expect(await ordersOf(carol)).toEqual([]);
    expect(await ordersOf(ada)).toEqual([]);
  });

  test('whose number or id nobody has is not found either', async () => {
    for (const idOrNumber of [
      crypto.randomUUID(),
      'AAAAA-AAAAA',
      '%',
      "' or 1=1 --",
      '00000000-0000-0000-0000-000000000000',
    ]) {
      expect(await refusalOf(bob.caller.orders.get({ idOrNumber }))).toEqual({ code: 'NOT_FOUND' });
    }
  });
});

test('the list of orders is newest first, and its pages neither repeat nor lose one, even of one moment', async () => {
  const carol = await world.signUp({ name: 'Carol' });
  const mug = await newMug({ stock: 99 });
  const placed: string[] = [];
  for (let count = 0; count < 7; count += 1) {
    if (count % 3 === 0) clock.advance({ minutes: 1 });
    placed.push((await carol.caller.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 1 }] }))).id);
  }
  const listed: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { id: string }[]; nextCursor: string | null } = await carol.caller.orders.list({
      limit: 2,
      ...(cursor !== null && { cursor }),
    });
    listed.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(listed).toEqual(placed.reverse());
});

async function setPrice(variantId: string, price: number) {
  const { variants } = shop.db.tables;
  await shop.db.transact((tx) =>
    tx
      .update(variants)
      .set({ price })
      .where(eq(variants.id, variantId))
      .then(() => {}),
  );
}

async function signInAgain() {
  const { accessToken = '' } = await world.caller().auth.login({ email: bob.user.email, password: 'correct horse' });
  bob = {
    ...bob,
    accessToken,
    caller: world.caller({ accessToken }),
    withKey: (idempotencyKey) => world.caller({ accessToken, idempotencyKey }),
  };
  const { accessToken: adas = '' } = await world
    .caller()
    .auth.login({ email: ada.user.email, password: 'correct horse' });
  ada = { ...ada, accessToken: adas, caller: world.caller({ accessToken: adas }) };
  return bob.withKey('same-answer');
}
