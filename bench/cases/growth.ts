import { type Case, type Measurement, onEach, type Rounds } from '../measurement.ts';
import { rate, send } from '../setting/load.ts';
import type { World } from '../setting/world.ts';

const small = 1_000;
const reads = {
  list: '/products',
  'list by price': '/products?sort=price',
  filter: '/products?category=audio&minPrice=5000&inStock=true',
  search: '/products/search?q=wireless%20head',
  'search, misspelled': '/products/search?q=hedphones',
};

/** How much longer a read takes in a shop of `--products` than in one of 1,000, with the cache off. */
export const growth: Case = {
  name: 'growth',
  measurements: async (world) =>
    world.products <= small
      ? []
      : onEach(world.databases, async (database) => {
          const large = await milliseconds(world, database, world.products);
          const little = await milliseconds(world, database, small);
          return Object.entries(reads).map(
            ([title, path]): Measurement => ({
              ...large(`${title}, ${world.products} products`, path),
              database,
              unit: 'ms',
              limit: little(`with ${small}`, path),
              goal: { of: 'share', atMost: 3 },
            }),
          );
        }),
};

/** Mean time of a read where four ask at a time. */
async function milliseconds(
  world: World,
  database: 'sqlite' | 'postgres',
  products: number,
): Promise<(title: string, path: string) => Rounds> {
  const { url } = await world.server(await world.shop(database, products), { CACHE: 'off' });
  const connections = 4;
  return (title, path) => ({
    title,
    round: async () => {
      const calls = [{ path: `/api/v1${path}` }];
      return (connections * 1_000) / rate(await send({ url, connections, calls, until: { seconds: 1 } }));
    },
  });
}
