import { openDatabase } from '@cartwright/db';
import { createLocalImageStore } from './images/local.ts';
import { type Clock, type Log, systemClock } from './kernel/ports.ts';
import type { Settings } from './kernel/settings.ts';
import type { Shop } from './kernel/shop.ts';
import { createMailer } from './mail/index.ts';
import { createDummyProvider } from './payments/dummy.ts';

/**
 * Puts a shop together from its settings. Its tables must have been migrated before it is used.
 *
 * @throws {DatabaseUnavailable} the SQLite file cannot be opened
 * @example
 * const shop = await openShop(readSettings(process.env), { log });
 * await shop.db.migrate();
 */
export async function openShop(settings: Settings, parts: { log: Log; clock?: Clock }): Promise<Shop> {
  const { log, clock = systemClock } = parts;
  const db = await openDatabase(settings.databaseUrl, {
    poolSize: settings.databasePoolSize,
    onConnectionLost: (error) => log.warn({ reason: error.message }, 'database connection lost'),
  });
  const providers = [createDummyProvider()];
  return {
    db,
    settings,
    clock,
    log,
    mailer: await createMailer(settings, db, clock, log),
    images: createLocalImageStore(settings.imageDir),
    paymentProviders: new Map(providers.map((provider) => [provider.name, provider])),
  };
}

export async function closeShop({ db, mailer }: Shop): Promise<void> {
  await mailer.close();
  await db.close();
}
