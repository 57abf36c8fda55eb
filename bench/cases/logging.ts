import type { Case } from '../measurement.ts';
import { firstPage } from './list.ts';
import { pathOf, requests } from './reads.ts';

const seconds = 0.5;

/** The cost of the line for each request, for a response that costs little else. */
export const logging: Case = {
  name: 'logging',
  async measurements(world) {
    const shop = await world.shop('postgres');
    const [usual, silent] = [await world.server(shop), await world.server(shop, { LOG_LEVEL: 'silent' })];
    const path = pathOf(firstPage, 'REST');
    return [
      {
        ...requests('list, REST, from memory', usual.url, path, seconds),
        database: 'postgres',
        unit: 'req/s',
        limit: requests('without a log', silent.url, path, seconds),
      },
    ];
  },
};
