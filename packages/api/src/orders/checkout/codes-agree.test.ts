import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, type SignedUp, storePromotion } from '../../testing.ts';

const world = await createTestShop({ PRICES_INCLUDE_TAX: 'on', STORE_COUNTRY: 'US' });
const { shop } = world;
let [ada, bob] = [] as unknown as [SignedUp, SignedUp];
const productIds: string[] = [];
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  for (const price of [333, 1_999, 12_345]) {
    productIds.push((await ada.caller.products.create({ name: 'Mug', price, stock: 100_000 })).id);
  }
  await ada.caller.admin.taxRates.create({ country: 'US', name: 'Sales tax', basisPoints: 725 });
  const [mug = '', bowl = ''] = productIds;
  const off = { kind: 'percent' as const, basisPoints: 1_333 };
  await storePromotion(shop, { codes: ['PERCENT'], rule: { kind: 'order', off } });
  await storePromotion(shop, { codes: ['AMOUNT'], rule: { kind: 'order', off: { kind: 'amount', amount: 777 } } });
  await storePromotion(shop, { codes: ['MUGS'], rule: { kind: 'products', productIds: [mug], off } });
  await storePromotion(shop, { codes: ['ALONE'], exclusive: true, rule: { kind: 'order', off } });
  await storePromotion(shop, { codes: ['SHIPS'], rule: { kind: 'free_shipping' } });
  await storePromotion(shop, {
    codes: ['LARGE'],
    conditions: { minSubtotal: 10_000 },
    limits: { uses: 5, budget: 9_000 },
  });
  const buy = { quantity: 2, productIds: [mug] };
  const get = { quantity: 1, productIds: [bowl], basisPoints: 5_000 };
  await storePromotion(shop, { name: 'Bowl', automatic: true, rule: { kind: 'buy_x_get_y', buy, get } });
});
afterAll(() => world.close());

const cart = fc.record({
  quantities: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 2 })),
  codes: fc.subarray(['PERCENT', 'AMOUNT', 'MUGS', 'ALONE', 'SHIPS', 'LARGE', 'NOTHING']),
});

test('cart, quote and order agree on every amount, and a code that the quote refuses is refused', async () => {
  await fc.assert(
    fc.asyncProperty(cart, async ({ quantities, codes }) => {
      for (const [index, quantity] of quantities.entries()) {
        const productId = productIds[index] ?? '';
        if (quantity > 0) await bob.caller.cart.addItem({ productId, quantity });
      }
      // A code that does not fit now is entered as one that fitted before.
      await shop.db.transact(async (tx) => {
        const { id } = await tx.select({ id: tx.tables.carts.id }).from(tx.tables.carts).then(onlyOne);
        const rows = codes.map((code, index) => ({ cartId: id, code, addedAt: new Date(index) }));
        if (rows.length > 0) await tx.insert(tx.tables.cartCodes).values(rows);
      });
      const shown = await bob.caller.cart.get();
      const {
        problems,
        shippingOptions: _,
        shippingMethod: __,
        ...quote
      } = await bob.caller.orders.quote(orderInput());
      expect(shown.codes).toEqual(codes);
      expect(shown.issues.map(({ promotionCode }) => promotionCode)).toEqual(
        problems.map(({ promotionCode }) => promotionCode),
      );
      expect(shown.items.map(({ lineTotal }) => lineTotal)).toEqual(quote.items.map(({ lineTotal }) => lineTotal));
      const onLines = quote.items.reduce((sum, { discount }) => sum + discount, 0);
      expect([shown.subtotal, shown.discount]).toEqual([quote.subtotal, onLines]);

      const placed = bob.caller.orders.place(orderInput({ expectedTotal: quote.total }));
      const [problem] = problems;
      if (problem) {
        expect(await refusalOf(placed)).toMatchObject({ code: problem.code, promotionCode: problem.promotionCode });
        await bob.caller.cart.clear();
      } else {
        expect(await placed).toMatchObject(quote);
      }
    }),
    { numRuns: 25 },
  );
});

function onlyOne<Row>(rows: readonly Row[]): Row {
  const [row, ...others] = rows;
  if (!row || others.length > 0) throw new Error(`Expected one row instead of ${rows.length}.`);
  return row;
}
