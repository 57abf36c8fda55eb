import { eq } from 'drizzle-orm';
import { type Case, onEach } from '../measurement.ts';
import { send } from '../setting/load.ts';
import { addPeople, inTurns } from '../setting/people.ts';
import type { BenchShop } from '../setting/shop.ts';
import { placeOrder } from './shopping.ts';

const shoppers = 200;
const units = 50;

/** More shoppers than the available quantity, all at once. */
export const contention: Case = {
  name: 'contention',
  measurements: (world) =>
    onEach(world.databases, async (database) => {
      const shop = await world.shop(database);
      const { url } = await world.server(shop);
      const people = await addPeople(shop.shop, shoppers);
      const scarce = shop.variantIds.at(-1) ?? '';
      return [
        {
          title: `${shoppers} shoppers, ${units} units`,
          database,
          unit: 's',
          goal: { of: 'value', atMost: 2 },
          before: () => leave(shop, scarce, units),
          async round() {
            const next = inTurns(people);
            const calls = () => [placeOrder(next(), [scarce])];
            const started = performance.now();
            const { statuses } = await send({
              url,
              connections: shoppers,
              calls,
              until: { times: shoppers },
              expected: [409],
            });
            const seconds = (performance.now() - started) / 1_000;
            const [sold, refused, left] = [statuses.get(201), statuses.get(409), await available(shop, scarce)];
            if (sold !== units || refused !== shoppers - units || left !== 0) {
              throw new Error(
                `Sold ${sold}, refused ${refused}, ${left} left, where ${units} of ${units} could be sold.`,
              );
            }
            return seconds;
          },
        },
      ];
    }),
};

async function leave({ shop: { db } }: BenchShop, id: string, count: number): Promise<void> {
  const { variants } = db.tables;
  await db.transact((tx) => tx.update(variants).set({ onHand: count, reserved: 0 }).where(eq(variants.id, id)));
}

async function available({ shop: { db } }: BenchShop, id: string): Promise<number> {
  const { variants } = db.tables;
  const [row] = await db.read.select().from(variants).where(eq(variants.id, id));
  return (row?.onHand ?? 0) - (row?.reserved ?? 0);
}
