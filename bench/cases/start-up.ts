import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Case, type Measurement, onEach } from '../measurement.ts';
import { type Server, startCommand, startServer } from '../setting/server.ts';
import type { World } from '../setting/world.ts';

/** The time from the start of the process to the first response. */
export const startUp: Case = {
  name: 'start-up',
  measurements: async (world) => [...(await ofBuild(world)), ...(await ofSources(world))],
};

function ofBuild(world: World): Promise<readonly Measurement[]> {
  return onEach(world.databases, async (database) => {
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
  });
}

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The start from sources, as a person that tries the shop sees it, beside the build with the same settings. */
async function ofSources(world: World): Promise<readonly Measurement[]> {
  const app = await world.build();
  const filled = developmentIn(join(world.folder, 'filled'));
  let empty = 0;
  const sources = (env: Record<string, string>) =>
    secondsUntil(() => startCommand(['npm', 'start', '--silent'], { env, cwd: repository }));
  const build = () => secondsUntil(() => startServer({ app, env: filled, cwd: world.folder }));
  // Fills the shop, and compiles the sources if they have not been started before.
  await sources(filled);
  return [
    {
      title: 'npm start on a shop that is filled',
      database: 'sqlite',
      unit: 's',
      firstCounts: true,
      round: () => sources(filled),
      limit: { title: 'node dist/server.js', round: build },
      goal: { of: 'share', atMost: 1.6 },
    },
    {
      title: 'npm start in an empty folder',
      database: 'sqlite',
      unit: 's',
      firstCounts: true,
      round: () => sources(developmentIn(join(world.folder, `empty-${(empty += 1)}`))),
      limit: { title: 'node dist/server.js', round: build },
      goal: { of: 'share', atMost: 2.6 },
    },
  ];
}

function developmentIn(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  const home = process.env['HOME'] ?? '';
  return {
    HOME: home,
    HOST: '127.0.0.1',
    DATABASE_URL: `sqlite:${join(folder, 'shop.db')}`,
    IMAGE_DIR: join(folder, 'images'),
  };
}

async function secondsUntil(start: () => Promise<Server>): Promise<number> {
  const started = performance.now();
  const server = await start();
  const seconds = (performance.now() - started) / 1_000;
  await server.stop();
  return seconds;
}

function secondsToReady(world: World, env: Record<string, string>): Promise<number> {
  return secondsUntil(() => world.startServer({ env }));
}
