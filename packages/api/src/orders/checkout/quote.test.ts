import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, rowCounts, type SignedUp } from '../../testing.ts';

const world = await createTestShop({ TAX_BASIS_POINTS: '1900' });
const { shop } = world;
let ada: SignedUp;
let bob: SignedUp;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
});
afterAll(() => world.close());

const newProduct = (details: object = {}) =>
  ada.caller.products.create({ name: 'Lamp', price: 1_000, stock: 5, ...details });

test('a quote says to the cent what placing will charge, for lines and for the cart', async () => {
  const [lamp, shade] = [await newProduct(), await newProduct({ name: 'Shade', price: 333 })];
  const items = [
    { productId: shade.id, quantity: 2 },
    { productId: lamp.id, quantity: 1 },
  ];
  for (const item of items) await bob.caller.cart.addItem(item);
  for (const input of [orderInput({ items }), orderInput()]) {
    const { problems, shippingOptions, shippingMethod, ...quoted } = await bob.caller.orders.quote(input);
    expect(problems).toEqual([]);
    expect(shippingOptions.map(({ id }) => id)).toEqual([shippingMethod]);
    expect(await bob.caller.orders.place({ ...input, expectedTotal: quoted.total })).toMatchObject(quoted);
  }
});

test('a quote writes nothing', async () => {
  const lamp = await newProduct();
  await bob.caller.cart.addItem({ productId: lamp.id, quantity: 1 });
  const before = await rowCounts(shop.db);
  const cart = await bob.caller.cart.get();
  await bob.withKey('quoted').orders.quote(orderInput());
  await bob.caller.orders.quote(orderInput({ items: [{ productId: lamp.id, quantity: 5 }] }));
  expect(await rowCounts(shop.db)).toEqual(before);
  expect(await bob.caller.cart.get()).toEqual(cart);
  expect(await ada.caller.products.get({ idOrSlug: lamp.id })).toMatchObject({ available: 5 });
});

test('a quote names every problem at once, and placing refuses for the first of them', async () => {
  const scarce = await newProduct({ name: 'Scarce', stock: 1 });
  const gone = await newProduct({ name: 'Gone', stock: 0 });
  const draft = await newProduct({ name: 'Draft', status: 'draft' });
  const unknown = crypto.randomUUID();
  const items = [
    ...[scarce, gone, draft].map(({ id }) => ({ productId: id, quantity: 2 })),
    { variantId: unknown, quantity: 1 },
  ];
  const { problems } = await bob.caller.orders.quote(orderInput({ items, expectedTotal: 1 }));
  expect(problems).toMatchObject([
    { code: 'PRODUCT_UNAVAILABLE', variantId: unknown },
    { code: 'PRODUCT_UNAVAILABLE', variantId: draft.variants[0]?.id },
    { code: 'INSUFFICIENT_STOCK', variantId: scarce.variants[0]?.id, available: 1 },
    { code: 'INSUFFICIENT_STOCK', variantId: gone.variants[0]?.id, available: 0 },
    { code: 'PRICE_CHANGED' },
  ]);
  const codes = [problems[0]?.code, problems[2]?.code, problems[4]?.code];
  const remaining = [items, items.slice(0, 2), [{ productId: scarce.id, quantity: 1 }]];
  for (const [index, some] of remaining.entries()) {
    const refusal = await refusalOf(bob.caller.orders.place(orderInput({ items: some, expectedTotal: 1 })));
    expect(refusal.code).toBe(codes[index]);
  }
});

test('the quote of an empty cart says that there is nothing to order', async () => {
  const carol = await world.signUp();
  const { items, total, problems } = await carol.caller.orders.quote(orderInput());
  expect({ items, total, problems }).toMatchObject({ items: [], total: 0, problems: [{ code: 'CART_EMPTY' }] });
});

test('a product with several variants has to be named by variant', async () => {
  const shirt = await newProduct({
    price: undefined,
    stock: undefined,
    variants: [
      { options: { Size: 'S' }, price: 900, stock: 1 },
      { options: { Size: 'M' }, price: 1_100, stock: 1 },
    ],
  });
  const { problems } = await bob.caller.orders.quote(orderInput({ items: [{ productId: shirt.id, quantity: 1 }] }));
  expect(problems).toMatchObject([{ code: 'PRODUCT_UNAVAILABLE', variantId: shirt.id }]);
  const variantId = shirt.variants[1]?.id ?? '';
  const { items } = await bob.caller.orders.quote(orderInput({ items: [{ variantId, quantity: 1 }] }));
  expect(items).toMatchObject([{ options: { Size: 'M' }, unitPrice: 1_100 }]);
});

test('an id may be written in capital letters', async () => {
  const lamp = await newProduct();
  const variantId = lamp.variants[0]?.id ?? '';
  for (const item of [{ variantId: variantId.toUpperCase() }, { productId: lamp.id.toUpperCase() }]) {
    const { problems, items } = await bob.caller.orders.quote(orderInput({ items: [{ ...item, quantity: 1 }] }));
    expect({ problems, items }).toMatchObject({ problems: [], items: [{ variantId, productId: lamp.id }] });
  }
});

test('an order whose stored address cannot be read is a problem of ours, and says nothing of what is inside', async () => {
  const lamp = await newProduct();
  const { id } = await bob.caller.orders.place(orderInput({ items: [{ productId: lamp.id, quantity: 1 }] }));
  const { orders } = shop.db.tables;
  const shippingAddress = { planet: 'Mars' };
  await shop.db.transact((tx) =>
    tx
      .update(orders)
      .set({ shippingAddress })
      .where(eq(orders.id, id))
      .then(() => {}),
  );
  await expect(bob.caller.orders.get({ idOrNumber: id })).rejects.toMatchObject({
    code: 'INTERNAL_SERVER_ERROR',
    message: expect.not.stringContaining('Mars'),
    cause: { code: 'INTERNAL', facts: {} },
  });
});
