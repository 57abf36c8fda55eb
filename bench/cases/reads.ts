import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Goal, Measurement, Rounds } from '../measurement.ts';
import { send, steady } from '../setting/load.ts';
import type { BenchShop } from '../setting/shop.ts';
import type { World } from '../setting/world.ts';

/** A read of the catalogue on both surfaces. */
export interface Read {
  readonly rest: string;
  readonly trpc: { readonly procedure: string; readonly input: object };
}

type Surface = 'REST' | 'tRPC';

export function pathOf(read: Read, surface: Surface): string {
  if (surface === 'REST') return `/api/v1${read.rest}`;
  return `/trpc/${read.trpc.procedure}?input=${encodeURIComponent(JSON.stringify({ json: read.trpc.input }))}`;
}

export function requests(title: string, url: string, path: string, seconds?: number): Rounds {
  return { title, round: steady({ url, calls: [{ path }], ...(seconds !== undefined && { seconds }) }) };
}

/** Reads from the cache, beside a bare Hono route that sends the same bytes. */
export async function fromMemory(
  world: World,
  shop: BenchShop,
  { read, surface, goal }: { read: Read; surface: Surface; goal?: Goal },
): Promise<Measurement> {
  const { url } = await world.server(shop);
  const path = pathOf(read, surface);
  const answer = await fetch(url + path);
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}.`);
  const file = join(world.folder, `${read.trpc.procedure}-${surface}-${shop.database}.json`);
  writeFileSync(file, await answer.text());
  const bare = await bareServer(world, { bytes: file }, '/bytes');
  return {
    ...requests(`${surface}, from memory`, url, path),
    database: shop.database,
    unit: 'req/s',
    limit: requests('Hono, same bytes', bare, '/bytes'),
    ...(goal && { goal }),
  };
}

/** Reads with CACHE=off, beside a bare Hono route that runs one prepared query. */
export async function fromDatabase(
  world: World,
  shop: BenchShop,
  { read, surface, goal }: { read: Read; surface: Surface; goal?: Goal },
): Promise<Measurement> {
  const { url } = await world.server(shop, { CACHE: 'off' });
  const bare = await bareServer(world, { databaseUrl: shop.env['DATABASE_URL'] }, '/query');
  return {
    ...requests(`${surface}, cache off`, url, pathOf(read, surface)),
    database: shop.database,
    unit: 'req/s',
    limit: requests('Hono, one list query', bare, '/query'),
    ...(goal && { goal }),
  };
}

/** Starts a bare server and keeps it busy for a moment, so that its code is compiled. */
async function bareServer(world: World, settings: Record<string, unknown>, path: string): Promise<string> {
  const url = `http://127.0.0.1:${await (await world.beside('bare-server', settings)).ask()}`;
  await send({ url, calls: [{ path }], until: { seconds: 0.7 } });
  return url;
}
