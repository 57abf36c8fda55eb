import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from '../measurement.ts';
import { send } from '../setting/load.ts';
import { addPeople, inTurns } from '../setting/people.ts';
import { firstPage } from './list.ts';
import { pathOf } from './reads.ts';
import { headphones } from './search.ts';
import { add, pairs, placeOrder } from './shopping.ts';

/** Resident memory of a fresh server, and of one that has served every kind of request for a while. */
export const memory: Case = {
  name: 'memory',
  async measurements(world) {
    const shop = await world.shop('postgres');
    const server = await world.startServer(shop);
    const { url } = server;
    const next = inTurns(await addPeople(shop.shop, 2_000));
    const pair = pairs(shop.variantIds);
    const purchase = () => {
      const person = next();
      const [one, other] = pair();
      return [add(person, one), add(person, other), placeOrder(person)];
    };
    // Each request has a query of its own, so that the cache fills.
    let page = 0;
    const browse = () => {
      page += 1;
      const rest = `${pathOf(firstPage, 'REST')}?limit=${1 + (page % 100)}&minPrice=${page}`;
      return [{ path: rest }, { path: pathOf(headphones, 'tRPC') }];
    };
    return [
      {
        title: 'idle',
        database: 'postgres',
        unit: 'MB',
        once: true,
        async round() {
          await sleep(1_000);
          return server.memory();
        },
      },
      {
        title: 'after load',
        database: 'postgres',
        unit: 'MB',
        once: true,
        goal: { of: 'value', atMost: 250 },
        async round() {
          for (const calls of [browse, purchase, browse, purchase]) await send({ url, calls, until: { seconds: 2 } });
          await sleep(500);
          return server.memory();
        },
      },
    ];
  },
};
