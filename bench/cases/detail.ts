import { asc } from 'drizzle-orm';
import { type Case, onEach } from '../measurement.ts';
import type { BenchShop } from '../setting/shop.ts';
import { fromDatabase, fromMemory, type Read } from './reads.ts';

/** One product with its variants and images. */
export const detail: Case = {
  name: 'detail',
  measurements: (world) =>
    onEach(world.databases, async (database) => {
      const shop = await world.shop(database);
      const read = await firstProduct(shop);
      return [
        ...(database === 'postgres'
          ? [
              await fromMemory(world, shop, { read, surface: 'REST' }),
              await fromMemory(world, shop, { read, surface: 'tRPC' }),
              await fromDatabase(world, shop, { read, surface: 'tRPC' }),
            ]
          : []),
        await fromDatabase(world, shop, { read, surface: 'REST' }),
      ];
    }),
};

async function firstProduct({ shop: { db } }: BenchShop): Promise<Read> {
  const { products } = db.tables;
  const [product] = await db.read.select({ slug: products.slug }).from(products).orderBy(asc(products.id)).limit(1);
  const idOrSlug = product?.slug ?? '';
  return { rest: `/products/${idOrSlug}`, trpc: { procedure: 'products.get', input: { idOrSlug } } };
}
