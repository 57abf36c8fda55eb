import { newId } from '@cartwright/kernel/ids';
import { asc, sql } from 'drizzle-orm';
import { type Case, type Measurement, onEach, type Rounds } from '../measurement.ts';
import { type Call, steady } from '../setting/load.ts';
import { addPeople } from '../setting/people.ts';
import type { BenchShop } from '../setting/shop.ts';
import type { World } from '../setting/world.ts';

const codes = 10_000;
const automatic = 500;
const goal = { of: 'share', atMost: 1.5 } as const;
/** A catalogue of its own for the shop with promotions, so that other cases have none. */
const more = 1;

/** The time of a cart and of a quote in a shop with many promotions, as a multiple of that in a shop without any. */
export const promotions: Case = {
  name: 'promotions',
  measurements: (world) =>
    onEach(world.databases, async (database) => {
      const [many, none] = [await world.shop(database, world.products + more), await world.shop(database)];
      await addPromotions(many);
      const [inMany, inNone] = [await serve(world, many), await serve(world, none)];
      return (['cart', 'quote'] as const).map(
        (read): Measurement => ({
          title: `${read}, ${automatic} promotions and ${codes} codes`,
          database,
          unit: 'ms',
          round: inMany(read),
          limit: { title: 'with none', round: inNone(read) },
          goal,
        }),
      );
    }),
};

/** Adds automatic promotions for one product or one category each, and codes of one promotion. */
async function addPromotions({ shop: { db } }: BenchShop): Promise<void> {
  const { products, categories, promotions, promotionCodes, store } = db.tables;
  const goods = await db.read.select({ id: products.id }).from(products).orderBy(asc(products.id)).limit(automatic);
  const groups = await db.read.select({ id: categories.id }).from(categories).orderBy(asc(categories.number));
  const at = new Date();
  const off = { kind: 'percent', basisPoints: 500 };
  const promotion = (name: string, rule: object) => {
    return { id: newId(), name, rule, conditions: {}, isAutomatic: true, createdAt: at, updatedAt: at };
  };
  const rows = goods.slice(groups.length).map(({ id }) => {
    return promotion('Product', { kind: 'products', productIds: [id], off });
  });
  rows.push(...groups.map(({ id }) => promotion('Category', { kind: 'categories', categoryIds: [id], off })));
  const owner = { ...promotion('Codes', { kind: 'order', off }), isAutomatic: false, codeCount: codes };
  await db.transact(async (tx) => {
    await tx.insert(promotions).values([...rows.map((row) => ({ ...row, codeCount: 0 })), owner]);
    for (let start = 0; start < codes; start += 1_000) {
      const batch = Array.from({ length: 1_000 }, (_, index) => {
        return { code: `BENCH-${start + index}`, promotionId: owner.id, createdAt: at };
      });
      await tx.insert(promotionCodes).values(batch);
    }
    await tx.update(store).set({ pricingVersion: sql`${store.pricingVersion} + 1` });
  });
}

/** Mean time of a read by four concurrent clients with carts of two lines. */
async function serve(world: World, shop: BenchShop): Promise<(read: 'cart' | 'quote') => Rounds['round']> {
  const { url } = await world.server(shop);
  const [person] = await addPeople(shop.shop, 1);
  const { db } = shop.shop;
  const lines = shop.variantIds.slice(0, 2);
  const cart = lines.map((variantId) => {
    return { cartId: person?.cartId ?? '', variantId, quantity: 2, priceAtAdd: 100, addedAt: new Date() };
  });
  await db.transact(async (tx) => void (await tx.insert(tx.tables.cartLines).values(cart)));
  const headers = { authorization: `Bearer ${person?.accessToken}` };
  const shippingAddress = { country: 'US', state: 'VA', postalCode: '22202' };
  const calls: Record<'cart' | 'quote', Call> = {
    cart: { path: '/api/v1/cart', headers },
    quote: { path: '/api/v1/orders/quote', method: 'POST', headers, body: { shippingAddress } },
  };
  const connections = 4;
  return (read) => {
    const round = steady({ url, connections, calls: [calls[read]], seconds: 1 });
    return async () => (connections * 1_000) / (await round());
  };
}
