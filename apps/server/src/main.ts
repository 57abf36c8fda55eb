import { setTimeout as sleep } from 'node:timers/promises';
import { closeShop, migrateShop, openShop, startWorker } from '@cartwright/api';
import type { Shop } from '@cartwright/kernel/shop';
import {
  awaitDatabase,
  createLog,
  createMetrics,
  createTracer,
  failWith,
  loadSettings,
  stopOnSignal,
} from '@cartwright/process';
import { createApp } from './app.ts';
import { banner } from './banner.ts';
import { findFrontends } from './frontends/find.ts';
import { listen } from './listen.ts';

async function main(): Promise<void> {
  const settings = loadSettings();
  const log = createLog(settings, 'server');
  for (const warning of settings.warnings) log.warn({}, warning);
  const metrics = createMetrics();
  const tracer = await createTracer(settings, 'cartwright-server');
  const shop = await openShop(settings, { log, metrics, tracer });
  await awaitDatabase(() => migrateShop(shop), { log, seconds: settings.databaseStartWaitSeconds });
  const logins = settings.demo === 'on' ? await openDemo(shop) : undefined;

  const stopping = new AbortController();
  const draining = stopping.signal;
  const { host, port, drainMilliseconds } = settings;
  const server = await listen(createApp(shop, { draining, metrics, frontends: findFrontends() }), {
    host,
    port,
    draining,
  });
  const drawing = logins && drawDemoImages(shop, draining);
  const worker = settings.worker === 'inline' ? await startWorker(shop, settings.workerConcurrency) : undefined;
  stopOnSignal(async () => {
    stopping.abort();
    // Load balancers send requests until they have seen /readyz, and the server still answers those.
    await sleep(drainMilliseconds);
    // Streams never end by themselves. Their clients reconnect, and balancers send them elsewhere.
    shop.streams.close();
    await Promise.all([server.stop(), worker?.stop(), drawing]);
    await closeShop(shop);
    await tracer.close();
  });
  if (settings.isProduction) log.info({ port: server.port, database: shop.db.dialect }, 'listening');
  else console.log(banner(settings, shop.db.dialect, server.port, logins));
}

/** Fills an empty shop and returns its logins. Loads the catalogue only here. */
async function openDemo(shop: Shop) {
  const { demoLogins, seedDemoCatalogue } = await import('@cartwright/demo');
  await seedDemoCatalogue(shop);
  return demoLogins;
}

/** Draws the demo's images while the server already answers. */
async function drawDemoImages(shop: Shop, signal: AbortSignal): Promise<void> {
  try {
    const { addDemoImages } = await import('@cartwright/demo');
    await addDemoImages(shop, { signal });
  } catch (error) {
    shop.log.warn({ err: error }, 'demo images could not be drawn; the next start tries again');
  }
}

main().catch(failWith);
