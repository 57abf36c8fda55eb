import { type IncomingMessage, request } from 'node:http';
import { inFlight } from '@cartwright/db/testing';
import { type Case, onEach } from '../measurement.ts';
import { addPeople, inTurns } from '../setting/people.ts';
import { pairs, placeOrder } from './shopping.ts';

const listeners = 500;

/** The time from the request of an order until every follower has its event. */
export const realtime: Case = {
  name: 'realtime',
  measurements: (world) =>
    onEach(world.databases, async (database) => {
      const shop = await world.shop(database);
      const { url } = await world.server(shop, { STREAMS_MAX_PER_CALLER: String(listeners) });
      const [admin] = await addPeople(shop.shop, 1, { role: 'admin' });
      const next = inTurns(await addPeople(shop.shop, 100));
      const pair = pairs(shop.variantIds);
      const headers = { authorization: `Bearer ${admin?.accessToken}` };
      const streams = await Promise.all(
        Array.from({ length: listeners }, () => follow(`${url}/api/v1/admin/events`, headers)),
      );
      return [
        {
          title: `an order heard of by ${listeners}`,
          database,
          unit: 'ms',
          async round() {
            const heard = inFlight(streams.map(nextData));
            const { path, headers: own, body } = placeOrder(next(), pair());
            const started = performance.now();
            const answer = await fetch(url + path, {
              method: 'POST',
              headers: { ...own, 'content-type': 'application/json' },
              body: JSON.stringify(body),
            });
            if (answer.status !== 201) throw new Error(`An order answers ${answer.status}.`);
            await Promise.all(heard);
            return performance.now() - started;
          },
        },
      ];
    }),
};

function follow(url: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, agent: false }, (answer) => {
      if (answer.statusCode === 200) resolve(answer.setEncoding('utf8'));
      else reject(new Error(`A stream of events answers ${answer.statusCode}.`));
    });
    asked.on('error', reject).end();
  });
}

/** Resolves with the next event, and ignores signs of life. */
function nextData(stream: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const listen = (chunk: string) => {
      if (!chunk.includes('data: ')) return;
      stream.off('data', listen);
      resolve();
    };
    stream.on('data', listen);
  });
}
