import { add, pairs, placeOrder } from '../cases/shopping.ts';
import { send } from './load.ts';
import { addPeople, inTurns } from './people.ts';
import type { BenchShop } from './shop.ts';

const [readingSeconds, buyingSeconds] = [2, 9];

/**
 * Keeps a new server busy until its code is compiled. An order takes twice as long in the first seconds as after ten,
 * and real shops run for days.
 */
export async function warmUp(
  url: string,
  { shop, variantIds }: BenchShop,
  { orders }: { orders: boolean },
): Promise<void> {
  const reads = ['/products', '/products/search?q=steel', '/categories'].map((path) => ({ path: `/api/v1${path}` }));
  await send({ url, connections: 20, calls: reads, until: { seconds: readingSeconds } });

  if (!orders) return;
  // Each customer may order ten times a minute.
  const next = inTurns(await addPeople(shop, 1_000));
  const pair = pairs(variantIds);
  const purchase = () => {
    const person = next();
    const [one, other] = pair();
    return [add(person, one), add(person, other), placeOrder(person)];
  };
  await send({ url, connections: 20, calls: purchase, until: { seconds: buyingSeconds } });
}
