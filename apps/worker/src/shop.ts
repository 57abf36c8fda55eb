import { existsSync } from 'node:fs';
import { closeShop, openShop } from '@cartwright/api';
import { parseDatabaseUrl } from '@cartwright/db';
import { type Settings, SettingsError } from '@cartwright/kernel/settings';
import type { Shop } from '@cartwright/kernel/shop';
import { createLog, loadSettings } from '@cartwright/process';
import { Unmigrated } from './exit.ts';
import { cartwright } from './invocation.ts';

interface Needs {
  /** `migrated` requires the tables of this version. `any` lets the command create them. */
  readonly tables: 'migrated' | 'any';
}

/** Runs a command on the shop of the settings, and closes the shop afterwards. */
export async function withShop<T>(needs: Needs, work: (shop: Shop) => Promise<T>): Promise<T> {
  const settings = loadSharedSettings();
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
 * The settings of a command that works on a server's data.
 *
 * @throws {SettingsError} also if the data is in another process's memory
 */
export function loadSharedSettings(): Settings {
  const settings = loadSettings();
  const address = parseDatabaseUrl(settings.databaseUrl);
  if (address.dialect === 'sqlite' && address.kind === 'memory') {
    const problem = `DATABASE_URL: Enter the path of a file. Only its own server can open ${settings.databaseUrl}.`;
    throw new SettingsError([problem]);
  }
  return settings;
}

/**
 * Refuses a missing SQLite file, because opening it would create a database at a mistyped path.
 *
 * @throws {Unmigrated}
 */
export function refuseMissingFile({ databaseUrl }: Settings): void {
  const address = parseDatabaseUrl(databaseUrl);
  if (address.dialect === 'postgres' || address.kind === 'memory' || existsSync(address.path)) return;
  const { path } = address;
  throw new Unmigrated(
    `There is no database at ${path}. Check DATABASE_URL, or create the database: ${cartwright} migrate`,
  );
}

/** @throws {Unmigrated} */
export async function refuseUnmigrated({ db }: Shop): Promise<void> {
  const { missing, unknown } = await db.describe();
  if (missing > 0) throw new Unmigrated(`The database lacks migrations. First run: ${cartwright} migrate`);
  if (unknown > 0) {
    console.error('A later version of Cartwright migrated this database. Use that version if possible.');
  }
}
