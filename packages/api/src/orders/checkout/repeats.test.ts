import { operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { appRouter } from '../../router.ts';
import { createTestShop, orderInput, refusalOf, type SignedUp, storePromotion } from '../../testing.ts';

const world = await createTestShop();
let ada: SignedUp;
let bob: SignedUp;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
});
afterAll(() => world.close());

const newProduct = (details: object = {}) =>
  ada.caller.products.create({ name: 'Mug', price: 100, stock: 500, ...details });

/** The effect of repeated entries in each list of an input. */
const repeats: Record<string, 'summed' | 'refused' | 'once'> = {
  'orders.quote items': 'summed',
  'orders.quote codes': 'once',
  'orders.place items': 'summed',
  'orders.place codes': 'once',
  'admin.orders.refund lines': 'summed',
  'admin.orders.ship lines': 'summed',
  'orders.requestReturn lines': 'summed',
  'admin.returns.create lines': 'summed',
  'admin.returns.receive lines': 'summed',
  'products.create variants': 'refused',
  'products.images.reorder imageIds': 'refused',
  'products.list ids': 'once',
  'products.search ids': 'once',
  'admin.apiKeys.create scopes': 'once',
  'admin.users.setGroups groups': 'once',
  'admin.promotions.create codes': 'once',
  'admin.promotions.update addCodes': 'once',
  'admin.promotions.update removeCodes': 'once',
  'admin.shippingMethods.create zones': 'once',
  'admin.shippingMethods.create zones.0.regions': 'once',
  'admin.shippingMethods.create zones.0.postalPrefixes': 'once',
  'admin.shippingMethods.create steps': 'refused',
  'admin.shippingMethods.update zones': 'once',
  'admin.shippingMethods.update zones.0.regions': 'once',
  'admin.shippingMethods.update zones.0.postalPrefixes': 'once',
  'admin.shippingMethods.update steps': 'refused',
};

interface Schema {
  readonly type?: unknown;
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
}

function listsOf(schema: Schema, path: string[] = []): string[] {
  const inside = Object.entries(schema.properties ?? {}).flatMap(([name, part]) => listsOf(part, [...path, name]));
  if (!schema.items) return inside;
  return [path.join('.'), ...inside, ...listsOf(schema.items, [...path, '0'])];
}

test('every list in an input has a rule for entries that mean the same', () => {
  const found = operationsOf(appRouter).flatMap(({ name, input }) => {
    if (!input) return [];
    const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema;
    return listsOf(schema).map((path) => `${name} ${path}`);
  });
  expect(found.sort()).toEqual(Object.keys(repeats).sort());
});

test.for(['place', 'quote'] as const)(
  'orders.%s sums lines of one variant, by whichever id they name it, before it checks the limit of 99',
  async (procedure) => {
    const { id: productId, variants } = await newProduct();
    const variantId = variants[0]?.id ?? '';
    const send = (items: ({ productId: string; quantity: number } | { variantId: string; quantity: number })[]) =>
      bob.caller.orders[procedure](orderInput({ items }));
    const issue = {
      path: 'items.1.quantity',
      code: 'too_big',
      message: 'An order holds at most 99 of one item. Order fewer.',
    };
    for (const items of [
      [
        { variantId, quantity: 60 },
        { variantId, quantity: 40 },
      ],
      [
        { productId, quantity: 99 },
        { variantId, quantity: 1 },
      ],
    ]) {
      expect(await refusalOf(send(items))).toEqual({ code: 'VALIDATION', issues: [issue] });
    }
    const split = await send([
      { variantId, quantity: 60 },
      { productId, quantity: 39 },
    ]);
    expect(split.items).toMatchObject([{ variantId, quantity: 99, lineTotal: 9_900 }]);
  },
);

test('a cart takes at most 99 of one variant, by whichever id it is added and however often', async () => {
  const { id: productId, variants } = await newProduct();
  const variantId = variants[0]?.id ?? '';
  await bob.caller.cart.addItem({ productId, quantity: 60 });
  const more = bob.caller.cart.addItem({ variantId, quantity: 40 });
  expect(await refusalOf(more)).toMatchObject({ code: 'VALIDATION', issues: [{ code: 'too_big' }] });
  expect((await bob.caller.cart.get()).items).toMatchObject([{ quantity: 60 }]);
  await bob.caller.cart.clear();
});

test('lines of a refund that name one variant are summed before what is left is checked', async () => {
  const { id: productId, variants } = await newProduct();
  const variantId = variants[0]?.id ?? '';
  const { id } = await bob.caller.orders.place(orderInput({ items: [{ productId, quantity: 3 }] }));
  await world.drainJobs();
  const line = { variantId, quantity: 2 };
  const twice = ada.caller.admin.orders.refund({ idOrNumber: id, lines: [line, line] });
  expect((await refusalOf(twice)).code).toBe('VALIDATION');
  const both = [{ ...line, quantity: 1 }, line];
  expect(await ada.caller.admin.orders.refund({ idOrNumber: id, lines: both })).toMatchObject({ refunded: 300 });
});

test('a code that an order names twice counts once', async () => {
  const { id: productId } = await newProduct();
  await storePromotion(world.shop, { codes: ['TWICE'] });
  const input = orderInput({ items: [{ productId, quantity: 1 }], codes: ['TWICE', 'twice'] });
  expect(await bob.caller.orders.quote(input)).toMatchObject({ discount: 10, problems: [] });
  expect(await bob.caller.orders.place(input)).toMatchObject({ discount: 10 });
});

test('variants with the same options, or the same SKU, are refused', async () => {
  const small = { options: { Size: 'S' }, price: 1 };
  const same = newProduct({ price: undefined, stock: undefined, variants: [small, small] });
  expect(await refusalOf(same)).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'variants.1.options' }] });
  const large = { options: { Size: 'L' }, price: 1, sku: 'TWICE' };
  const sku = newProduct({ price: undefined, stock: undefined, variants: [{ ...small, sku: 'TWICE' }, large] });
  expect(await refusalOf(sku)).toMatchObject({ code: 'SKU_TAKEN' });
});

test('an id, a scope or an image that a list names twice counts once or is refused', async () => {
  const product = await newProduct();
  const { items } = await bob.caller.products.list({ ids: [product.id, product.id, product.id.toUpperCase()] });
  expect(items).toHaveLength(1);
  const twice = { name: 'Key', scopes: ['orders:read' as const, 'orders:read' as const], password: 'correct horse' };
  const { scopes } = await ada.caller.admin.apiKeys.create(twice);
  expect(scopes).toEqual(['orders:read']);
  const reorder = ada.caller.products.images.reorder({ idOrSlug: product.id, imageIds: [product.id, product.id] });
  expect((await refusalOf(reorder)).code).toBe('VALIDATION');
});
