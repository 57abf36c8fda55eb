import { createImageStore } from '@cartwright/adapters/images';
import { createMailer } from '@cartwright/adapters/mail';
import { paymentProviders } from '@cartwright/adapters/payments';
import { createTaxProvider } from '@cartwright/adapters/tax';
import { createVatNumbers } from '@cartwright/adapters/vat';
import { type MigrationProgress, openDatabase } from '@cartwright/db';
import { operationsOf } from '@cartwright/kernel/operations';
import { type Clock, type Log, systemClock } from '@cartwright/kernel/ports';
import { reservedWords } from '@cartwright/kernel/reserved-words';
import type { Settings } from '@cartwright/kernel/settings';
import type { Shop } from '@cartwright/kernel/shop';
import { createStreams } from '@cartwright/kernel/streams';
import { type Metrics, noMetrics, noTracer, type Tracer } from '@cartwright/kernel/telemetry';
import { importPriceSettings } from './pricing/index.ts';
import { appRouter } from './router.ts';

/**
 * Assembles a shop from its settings. Call `migrateShop` before the first use.
 *
 * @throws {DatabaseUnavailable} the SQLite file cannot be opened
 * @example
 * const shop = await openShop(readSettings(process.env), { log });
 * await migrateShop(shop);
 */
export async function openShop(
  settings: Settings,
  parts: { log: Log; clock?: Clock; metrics?: Metrics; tracer?: Tracer },
): Promise<Shop> {
  const { log, clock = systemClock, metrics = noMetrics, tracer = noTracer } = parts;
  const db = await openDatabase(settings.databaseUrl, {
    directUrl: settings.databaseDirectUrl,
    jobLeaseMilliseconds: settings.workerLeaseSeconds * 1_000,
    poolSize: settings.databasePoolSize,
    connectionWaitMilliseconds: settings.databaseWaitMilliseconds,
    ...(tracer !== noTracer && { traceQuery: tracer.query }),
    onConnectionLost: (error) => log.warn({ reason: error.message }, 'database connection lost'),
  });
  const operations = operationsOf(appRouter);
  const withoutInput = new Set(operations.filter(({ input }) => !input).map(({ name }) => name));
  return {
    db,
    settings,
    clock,
    log,
    metrics,
    tracer,
    mailer: await createMailer(settings, db, clock, log),
    images: await createImageStore(settings),
    paymentProviders: await paymentProviders(settings),
    taxProvider: await createTaxProvider(settings),
    vatNumbers: createVatNumbers(settings),
    streams: createStreams(settings.streams),
    isReserved: reservedWords(operations.map(({ path }) => path)),
    takesInput: (procedure) => !withoutInput.has(procedure),
  };
}

/**
 * Brings the tables to this version, and gives a new store its first shipping method and tax rate. Warns of settings that
 * an older store no longer takes over.
 *
 * @returns the number of migrations that it applied
 */
export async function migrateShop(shop: Shop, onProgress?: MigrationProgress): Promise<number> {
  const applied = await shop.db.migrate(onProgress);
  const isNew = await importPriceSettings(shop);
  const names = shop.settings.firstPrices;
  if (!isNew && names.length > 0) {
    shop.log.warn(
      {},
      `${names.join(', ')}: Remove these settings, because the store has its own shipping methods and tax rates. Edit those under /admin/shipping-methods and /admin/tax-rates.`,
    );
  }
  return applied;
}

export async function closeShop({ db, images, mailer, streams }: Shop): Promise<void> {
  streams.close();
  await images.close();
  await mailer.close();
  await db.close();
}
