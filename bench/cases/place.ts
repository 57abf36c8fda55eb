import { join } from 'node:path';
import { inArray } from 'drizzle-orm';
import {
  type Case,
  type Dialect,
  longRoundSeconds,
  type Measurement,
  onEach,
  type Rounds,
  roundSeconds,
} from '../measurement.ts';
import { steady } from '../setting/load.ts';
import { addPeople, inTurns, type Person } from '../setting/people.ts';
import type { BenchShop } from '../setting/shop.ts';
import type { World } from '../setting/world.ts';
import { pairs, placeOrder } from './shopping.ts';

const clients = 50;
const crowdSize = 2_000;
/** The least share that an order of two lines must reach of a minimal loop. */
const least = { sqlite: 0.15, postgres: 0.25 };

/** Turns a cart of two lines into an order. */
export const place: Case = {
  name: 'place',
  measurements: (world) =>
    onEach(world.databases, async (database) => {
      const shop = await world.shop(database);
      const { url } = await world.server(shop);
      const people = await addPeople(shop.shop, crowdSize);
      // Takes a new customer for each order, because each may order ten times a minute.
      const crowd = { shop, url, people, next: inTurns(people) };
      const spread = placing('of 50 clients, spread products', { ...crowd, pair: pairs(shop.variantIds) });
      const hot: readonly [string, string] = [shop.variantIds[0] ?? '', shop.variantIds[1] ?? ''];
      const bare = await bareCheckout(world, database);
      const measurements: Measurement[] = [
        {
          ...spread,
          database,
          unit: 'orders/s',
          limit: { title: `bare loop`, round: () => bare.ask({ seconds: roundSeconds }) },
          goal: { of: 'share', atLeast: least[database] },
        },
        {
          ...placing('of 50 clients, one hot pair', { ...crowd, pair: () => hot }),
          database,
          unit: 'orders/s',
          limit: { ...spread, title: 'spread products' },
          goal: { of: 'share', atLeast: 0.25 },
        },
      ];
      return measurements;
    }),
};

interface Placing {
  readonly shop: BenchShop;
  readonly url: string;
  readonly people: readonly Person[];
  readonly next: () => Person;
  readonly pair: () => readonly [string, string];
}

function placing(title: string, { shop, url, people, next, pair }: Placing): Rounds {
  return {
    title,
    before: () => fillCarts(shop, people, pair),
    round: steady({
      url,
      connections: clients,
      calls: () => [placeOrder(next())],
      seconds: longRoundSeconds,
      status: 201,
    }),
  };
}

/** Fills the carts in the database, because another case measures adding. */
async function fillCarts({ shop: { db } }: BenchShop, people: readonly Person[], pair: Placing['pair']): Promise<void> {
  const addedAt = new Date();
  for (let start = 0; start < people.length; start += 1_000) {
    const lines = people
      .slice(start, start + 1_000)
      .flatMap(({ cartId }) =>
        pair().map((variantId) => ({ cartId, variantId, quantity: 1, priceAtAdd: 100, addedAt })),
      );
    await db.transact(async (tx) => {
      const { cartLines } = tx.tables;
      await tx.delete(cartLines).where(
        inArray(
          cartLines.cartId,
          lines.map(({ cartId }) => cartId),
        ),
      );
      await tx.insert(cartLines).values(lines);
    });
  }
}

async function bareCheckout(world: World, database: Dialect) {
  return database === 'postgres'
    ? world.beside('checkout-postgres', { databaseUrl: await world.createDatabase('postgres'), clients })
    : world.beside('checkout-sqlite', { path: join(world.folder, 'bare-checkout.db') });
}
