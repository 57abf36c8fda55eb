import { type Case, onEach } from '../measurement.ts';
import type { World } from '../setting/world.ts';

/** From the start of the process to the first answer. */
export const startUp: Case = {
  name: 'start-up',
  measurements: (world) =>
    onEach(world.databases, async (database) => {
      const shop = await world.shop(database);
      return [
        {
          title: 'to the first 200 of /readyz',
          database,
          unit: 's',
          firstCounts: true,
          goal: { of: 'value', atMost: 1 },
          round: () => secondsToReady(world, shop.env),
        },
        {
          title: 'the same on an empty database',
          database,
          unit: 's',
          firstCounts: true,
          round: async () => secondsToReady(world, { ...shop.env, DATABASE_URL: await world.createDatabase(database) }),
        },
      ];
    }),
};

async function secondsToReady(world: World, env: Record<string, string>): Promise<number> {
  const started = performance.now();
  const server = await world.startServer({ env });
  const seconds = (performance.now() - started) / 1_000;
  await server.stop();
  return seconds;
}
