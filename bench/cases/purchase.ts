import { type Case, longRoundSeconds, onEach } from '../measurement.ts';
import { steady } from '../setting/load.ts';
import { addPeople, inTurns } from '../setting/people.ts';
import { add, pairs, placeOrder } from './shopping.ts';

const shoppers = 50;

/** A whole purchase in three calls: two adds and a place. */
export const purchase: Case = {
  name: 'purchase',
  measurements: (world) =>
    onEach(world.databases, async (database) => {
      const shop = await world.shop(database);
      const { url } = await world.server(shop);
      // Each customer may order ten times a minute.
      const next = inTurns(await addPeople(shop.shop, 2_000));
      const pair = pairs(shop.variantIds);
      const calls = () => {
        const person = next();
        const [one, other] = pair();
        return [add(person, one), add(person, other), placeOrder(person)];
      };
      return [
        {
          title: `by ${shoppers} shoppers at a time`,
          database,
          unit: 'orders/s',
          round: steady({ url, connections: shoppers, calls, seconds: longRoundSeconds }),
          ...(database === 'postgres' && { goal: { of: 'value', atLeast: 400 } as const }),
        },
      ];
    }),
};
