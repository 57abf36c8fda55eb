import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { closeShop, migrateShop, openShop } from '@cartwright/api';
import { seedMoreProducts } from '@cartwright/demo';
import { readSettings } from '@cartwright/kernel/settings';
import type { Shop } from '@cartwright/kernel/shop';
import { asc, sql } from 'drizzle-orm';
import type { Dialect } from '../measurement.ts';
import { productionSettings } from './production.ts';

/** A database with a catalogue, for the measured servers. */
export interface BenchShop {
  readonly database: Dialect;
  readonly shop: Shop;
  /** The environment of a server on this shop. */
  readonly env: Record<string, string>;
  readonly variantIds: readonly string[];
  close(): Promise<void>;
}

const ignore = () => {};
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Creates the tables, and `products` products with more stock than the load can buy. */
export async function createBenchShop(
  database: Dialect,
  databaseUrl: string,
  folder: string,
  products: number,
): Promise<BenchShop> {
  const imageDir = join(folder, 'images');
  mkdirSync(imageDir, { recursive: true });
  const env = productionSettings(databaseUrl, imageDir);
  const shop = await openShop(readSettings(env), { log: silent });
  await migrateShop(shop);
  await seedMoreProducts(shop, products);
  const { variants } = shop.db.tables;
  await shop.db.transact((tx) => tx.update(variants).set({ onHand: sql`${variants.onHand} + 1000000` }));
  const rows = await shop.db.read.select({ id: variants.id }).from(variants).orderBy(asc(variants.id));
  return { database, shop, env, variantIds: rows.map(({ id }) => id), close: () => closeShop(shop) };
}
