import { type Case, onEach } from '../measurement.ts';
import { fromDatabase, fromMemory, type Read } from './reads.ts';

export const headphones: Read = {
  rest: '/products/search?q=wireless%20head',
  trpc: { procedure: 'products.search', input: { q: 'wireless head' } },
};

/** A search for a word and the beginning of a second one, with facets. */
export const search: Case = {
  name: 'search',
  measurements: (world) =>
    onEach(world.databases, async (database) => {
      const shop = await world.shop(database);
      return [
        ...(database === 'postgres' ? [await fromMemory(world, shop, { read: headphones, surface: 'REST' })] : []),
        await fromDatabase(world, shop, { read: headphones, surface: 'REST' }),
      ];
    }),
};
