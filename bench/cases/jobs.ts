import { type Case, type Dialect, onEach, type Rounds } from '../measurement.ts';
import type { World } from '../setting/world.ts';

const count = 1_200;
const concurrency = 4;

/** A worker with empty jobs, beside plain graphile-worker on a database of its own. */
export const jobs: Case = {
  name: 'jobs',
  measurements: (world) =>
    onEach(world.databases, async (database) => {
      const graphile = 'graphile-worker' as const;
      const isPostgres = database === 'postgres';
      return [
        {
          ...(await asking(world, database, 'cartwright', 'throughput', { drain: isPostgres ? count : count / 2 })),
          database,
          unit: 'jobs/s',
          ...(isPostgres && {
            limit: await asking(world, database, graphile, graphile, { drain: count }),
            goal: { of: 'share', atLeast: 0.7 } as const,
          }),
        },
        {
          ...(await asking(world, database, 'cartwright', 'from adding to starting', { latencies: 50 })),
          database,
          unit: 'ms',
          ...(isPostgres && { limit: await asking(world, database, graphile, graphile, { latencies: 50 }) }),
        },
      ];
    }),
};

async function asking(
  world: World,
  database: Dialect,
  of: 'cartwright' | 'graphile-worker',
  title: string,
  question: object,
): Promise<Rounds> {
  // The same settings give the same process.
  const databaseUrl = await databaseFor(world, database, of);
  const worker = await world.beside('worker', { databaseUrl, of, concurrency });
  return { title, round: () => worker.ask(question) };
}

const urls = new Map<string, Promise<string>>();

function databaseFor(world: World, database: Dialect, of: string): Promise<string> {
  const key = `${database} ${of}`;
  const url = urls.get(key) ?? world.createDatabase(database);
  urls.set(key, url);
  return url;
}
