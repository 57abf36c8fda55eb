import { asc } from 'drizzle-orm';
import { type Case, type Measurement, onEach, type Rounds } from '../measurement.ts';
import { steady } from '../setting/load.ts';
import type { BenchShop } from '../setting/shop.ts';
import type { World } from '../setting/world.ts';

const small = 1_000;
const goal = { of: 'share', atMost: 3 } as const;

interface Read {
  readonly title: string;
  readonly path: string;
}

/** The time of a read in a shop of `--products`, as a multiple of that in a shop of 1,000, with the cache off. */
export const growth: Case = {
  name: 'growth',
  measurements: async (world) =>
    world.products <= small
      ? []
      : onEach(world.databases, async (database) => {
          const [large, little] = [await world.shop(database, world.products), await world.shop(database, small)];
          const [inLarge, inLittle] = [await serve(world, large), await serve(world, little)];
          return readsOf(await firstSku(little)).map(
            ({ title, path }): Measurement => ({
              title: `${title}, ${world.products} products`,
              database,
              unit: 'ms',
              round: inLarge(path),
              limit: { title: `with ${small}`, round: inLittle(path) },
              goal,
            }),
          );
        }),
};

function readsOf(sku: string): readonly Read[] {
  const search = (title: string, q: string): Read => {
    return { title: `search ${title}`, path: `/products/search?q=${encodeURIComponent(q)}` };
  };
  return [
    { title: 'list', path: '/products' },
    { title: 'list by price', path: '/products?sort=price' },
    { title: 'filter', path: '/products?category=audio&minPrice=5000&inStock=true' },
    search('of a SKU', sku),
    search('that finds nothing', 'umbrella stand'),
    search('of two words', 'steel bottle'),
    search('misspelled', 'hedphones'),
    search('of a material', 'steel'),
    search('of a beginning', 'head'),
    search('of a description', 'plastic'),
  ];
}

/** The SKU of the first product, which is the same in every shop. */
async function firstSku({ shop }: BenchShop): Promise<string> {
  const { variants } = shop.db.tables;
  const [first] = await shop.db.read.select({ sku: variants.sku }).from(variants).orderBy(asc(variants.id)).limit(1);
  return first?.sku ?? '';
}

/** Mean time of a read by four concurrent clients. */
async function serve(world: World, shop: BenchShop): Promise<(path: string) => Rounds['round']> {
  const { url } = await world.server(shop, { CACHE: 'off' });
  const connections = 4;
  return (path) => {
    const round = steady({ url, connections, calls: [{ path: `/api/v1${path}` }], seconds: 1 });
    return async () => (connections * 1_000) / (await round());
  };
}
