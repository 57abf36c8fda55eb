import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Dialect } from '../measurement.ts';
import type { Options } from '../options.ts';
import { type Beside, startBeside } from './beside.ts';
import { openPostgres, type PostgresServer } from './postgres.ts';
import { type Server, startServer } from './server.ts';
import { type BenchShop, createBenchShop } from './shop.ts';
import { warmUp } from './warm-up.ts';

const buildScript = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));

/** The environment of the cases. Each part is made once, when it is first needed, and removed at the end. */
export interface World {
  readonly databases: readonly Dialect[];
  readonly products: number;
  /** The address of a new database. */
  createDatabase(dialect: Dialect): Promise<string>;
  /** A shop with the catalogue. Another number of products gets a shop of its own. */
  shop(database: Dialect, products?: number): Promise<BenchShop>;
  /** A server on a shop. The same arguments give the same server. */
  server(shop: BenchShop, env?: Record<string, string>): Promise<Server>;
  /** A server that is not shared. */
  startServer(shop: Pick<BenchShop, 'env'>, env?: Record<string, string>): Promise<Server>;
  /** A process of `limits/`. The same arguments give the same process. */
  beside(name: string, settings: Record<string, unknown>): Promise<Beside>;
  /** The folder of the production build, made for this run. */
  build(): Promise<string>;
  /** A folder for files. */
  readonly folder: string;
  close(): Promise<void>;
}

export async function openWorld(options: Options, say: (text: string) => void): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-bench-'));
  const endings: (() => Promise<void>)[] = [];
  const profileInto = options.profile ? resolve('profiles') : undefined;
  if (profileInto) mkdirSync(profileInto, { recursive: true });

  const memory = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, make: () => Promise<T>): Promise<T> => {
    const known = memory.get(key) ?? make();
    memory.set(key, known);
    return known as Promise<T>;
  };
  const ending = <T>(made: T, end: () => Promise<void>): T => {
    endings.unshift(end);
    return made;
  };

  const postgres = () =>
    once<PostgresServer>('postgres', async () => {
      const server = await openPostgres();
      return ending(server, server.close);
    });
  let files = 0;

  const world: World = {
    databases: ['sqlite', 'postgres'],
    products: options.products,
    folder,
    async createDatabase(dialect) {
      if (dialect === 'postgres') return (await postgres()).createDatabase();
      files += 1;
      return `sqlite:${join(folder, `shop-${files}.db`)}`;
    },
    shop: (database, products = options.products) =>
      once(`shop ${database} ${products}`, async () => {
        say(`filling ${database} with ${products} products`);
        const shop = await createBenchShop(database, await world.createDatabase(database), folder, products);
        return ending(shop, shop.close);
      }),
    server: (shop, env = {}) =>
      once(`server ${shop.env['DATABASE_URL']} ${JSON.stringify(env)}`, async () => {
        const server = await world.startServer(shop, env);
        // Cases place orders only on servers without settings of their own.
        await warmUp(server.url, shop, { orders: Object.keys(env).length === 0 });
        return server;
      }),
    async startServer({ env }, others = {}) {
      const app = await world.build();
      const server = await startServer({ app, env: { ...env, ...others }, cwd: folder, profileInto });
      return ending(server, server.stop);
    },
    build: () =>
      once('build', async () => {
        say('building for production');
        const app = join(folder, 'app');
        await promisify(execFile)(process.execPath, [buildScript, '--out', app]);
        return app;
      }),
    beside: (name, settings) =>
      once(`${name} ${JSON.stringify(settings)}`, async () => {
        const beside = await startBeside(name, settings);
        return ending(beside, beside.stop);
      }),
    async close() {
      for (const end of endings) await end().catch((error: unknown) => say(String(error)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
}
