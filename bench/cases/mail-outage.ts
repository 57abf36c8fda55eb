import type { Case, Rounds } from '../measurement.ts';
import { rate, send } from '../setting/load.ts';
import { addPeople, inTurns } from '../setting/people.ts';
import { pairs, placeOrder } from './shopping.ts';

/** Few enough that the server, its worker and the mail server do not only wait for each other's processor. */
const clients = 10;
const orders = 60;

/** Orders while a worker sends their e-mails, and while the mail server refuses every connection. */
export const mailOutage: Case = {
  name: 'mail-outage',
  async measurements(world) {
    // A shop of its own, because jobs that other cases leave would disturb the rounds.
    const shop = await world.shop('postgres', 100);
    const { url } = await world.startServer(shop);
    const worker = await world.beside('mailing-worker', { app: await world.build(), env: shop.env });
    const next = inTurns(await addPeople(shop.shop, 1_000));
    const pair = pairs(shop.variantIds);
    const placing = (mailServer: 'up' | 'down', title: string): Rounds => ({
      title,
      before: async () => void (await worker.ask({ mailServer })),
      async round() {
        const calls = () => [placeOrder(next(), pair(), { method: 'cod' })];
        const answers = await send({ url, connections: clients, calls, until: { times: orders } });
        if ((await worker.ask()) === 0) throw new Error(`No mail was tried with the mail server ${mailServer}.`);
        return rate(answers, 201);
      },
    });
    return [
      {
        ...placing('down', 'place with the mail server down'),
        database: 'postgres',
        unit: 'orders/s',
        limit: placing('up', 'with it up'),
        goal: { of: 'share', atLeast: 0.8 },
      },
    ];
  },
};
