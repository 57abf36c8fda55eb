import { type Case, onEach } from '../measurement.ts';
import { fromDatabase, fromMemory, type Read } from './reads.ts';

export const firstPage: Read = { rest: '/products', trpc: { procedure: 'products.list', input: {} } };

const goal = (atLeast: number) => ({ of: 'share', atLeast }) as const;

/** A page of 20 products. */
export const list: Case = {
  name: 'list',
  measurements: (world) =>
    onEach(world.databases, async (database) => {
      const shop = await world.shop(database);
      const isPostgres = database === 'postgres';
      return [
        // The cache is the same on both databases, so one measurement is enough.
        ...(isPostgres
          ? [
              await fromMemory(world, shop, { read: firstPage, surface: 'REST', goal: goal(0.6) }),
              await fromMemory(world, shop, { read: firstPage, surface: 'tRPC', goal: goal(0.6) }),
              await fromDatabase(world, shop, { read: firstPage, surface: 'tRPC' }),
            ]
          : []),
        await fromDatabase(world, shop, {
          read: firstPage,
          surface: 'REST',
          ...(isPostgres && { goal: goal(0.5) }),
        }),
      ];
    }),
};
