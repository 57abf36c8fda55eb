import { existsSync } from 'node:fs';
import { closeShop, openShop, type Settings, type Shop } from '@cartwright/api';
import { createLog, loadSettings } from '@cartwright/process';
import { Unmigrated } from './exit.ts';
import { cartwright } from './invocation.ts';

interface Needs {
  /** The tables must be there and those of this version; otherwise the command makes them itself. */
  readonly tables: 'migrated' | 'any';
}

/** Runs a command on the shop that the settings name, and closes it afterwards. */
export async function withShop<T>(needs: Needs, work: (shop: Shop) => Promise<T>): Promise<T> {
  const settings = loadSettings();
  if (needs.tables === 'migrated') refuseMissingFile(settings);
  const shop = await openShop(settings, { log: createLog(settings) });
  try {
    if (needs.tables === 'migrated') await refuseUnmigrated(shop);
    return await work(shop);
  } finally {
    await closeShop(shop);
  }
}

/**
 * Opening an SQLite database makes one, which is not what somebody wants who mistyped its path.
 *
 * @throws {Unmigrated}
 */
export function refuseMissingFile({ databaseUrl }: Settings): void {
  const path = databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : undefined;
  if (path === undefined || existsSync(path)) return;
  throw new Unmigrated(`There is no database at ${path}. Check DATABASE_URL, or make it: ${cartwright} migrate`);
}

/** @throws {Unmigrated} */
export async function refuseUnmigrated({ db }: Shop): Promise<void> {
  const { missing, unknown } = await db.describe();
  if (missing > 0) throw new Unmigrated(`The database lacks migrations. Run first: ${cartwright} migrate`);
  if (unknown > 0) {
    console.error('The database was migrated by a later version of Cartwright. Run that version where you can.');
  }
}
