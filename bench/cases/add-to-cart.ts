import { type Case, onEach } from '../measurement.ts';
import { steady } from '../setting/load.ts';
import { addPeople, inTurns } from '../setting/people.ts';
import { add, pairs } from './shopping.ts';

/** Adds one item to a customer's cart. */
export const addToCart: Case = {
  name: 'add-to-cart',
  measurements: (world) =>
    onEach(world.databases, async (database) => {
      const shop = await world.shop(database);
      const { url } = await world.server(shop);
      const next = inTurns(await addPeople(shop.shop, 1_000));
      const pair = pairs(shop.variantIds);
      const calls = () => [add(next(), pair()[0])];
      return [
        {
          title: 'one item',
          database,
          unit: 'req/s',
          round: steady({ url, calls }),
        },
      ];
    }),
};
