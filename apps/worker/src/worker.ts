import { closeShop, drainJobs, openShop, startWorker } from '@cartwright/api';
import {
  createFigures,
  createLog,
  createTracer,
  createWatch,
  loadSettings,
  serveWatch,
  stopOnSignal,
} from '@cartwright/process';
import { exitCodes } from './exit.ts';
import { cartwright } from './invocation.ts';
import { count, type OutputOptions, print } from './output.ts';
import { refuseUnmigrated, withShop } from './shop.ts';

interface WorkerOptions extends OutputOptions {
  readonly concurrency?: number;
  readonly port?: number;
  readonly once?: true;
}

/** Runs jobs until it is told to stop, or those that are due. */
export async function workerCommand(options: WorkerOptions): Promise<void> {
  if (options.once) await runOnce(options);
  else await runUntilStopped(options);
}

async function runOnce(options: WorkerOptions): Promise<void> {
  const ends = await withShop({ tables: 'migrated' }, (shop) =>
    drainJobs(shop, options.concurrency ?? shop.settings.workerConcurrency),
  );
  print(ends, options, () =>
    ends.failed === 0
      ? `${count(ends.done, 'job')} done.`
      : `${count(ends.done, 'job')} done, ${ends.failed} failed. See why: ${cartwright} jobs list`,
  );
  if (ends.failed > 0) process.exitCode = exitCodes.failed;
}

async function runUntilStopped(options: WorkerOptions): Promise<void> {
  const settings = loadSettings();
  const log = createLog(settings, 'worker');
  const figures = createFigures();
  const tracer = await createTracer(settings, 'cartwright-worker');
  const shop = await openShop(settings, { log, figures, tracer });
  for (const warning of settings.warnings) log.warn({}, warning);
  await refuseUnmigrated(shop);
  const concurrency = options.concurrency ?? settings.workerConcurrency;
  const runner = await startWorker(shop, concurrency);
  const stopping = new AbortController();
  const watch = createWatch(shop, { figures, draining: stopping.signal });
  const port = options.port ?? settings.workerPort;
  const served = port === undefined ? undefined : await serveWatch(watch, { host: settings.host, port });
  const facts = { database: shop.db.dialect, concurrency, pid: process.pid, watched: served?.port };
  log.info(facts, 'worker started');
  stopOnSignal(async () => {
    stopping.abort();
    await runner.stop();
    served?.close();
    await closeShop(shop);
    await tracer.close();
    log.info({}, 'worker stopped');
  });
}
