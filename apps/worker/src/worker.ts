import { closeShop, drainJobs, openShop, startWorker } from '@cartwright/api';
import type { Runner } from '@cartwright/kernel/jobs';
import {
  awaitDatabase,
  createLog,
  createMetrics,
  createTracer,
  createWatch,
  type Served,
  serveWatch,
  stopOnSignal,
} from '@cartwright/process';
import { exitCodes } from './exit.ts';
import { cartwright } from './invocation.ts';
import { count, type OutputOptions, print } from './output.ts';
import { withProgress } from './progress.ts';
import { loadSharedSettings, refuseUnmigrated, withShop } from './shop.ts';

interface WorkerOptions extends OutputOptions {
  readonly concurrency?: number;
  readonly port?: number;
  readonly once?: true;
}

/** Runs jobs until it is told to stop, or with `once` those that are due. */
export async function workerCommand(options: WorkerOptions): Promise<void> {
  if (options.once) await runOnce(options);
  else await runUntilStopped(options);
}

async function runOnce(options: WorkerOptions): Promise<void> {
  const ends = await withShop({ tables: 'migrated' }, (shop) =>
    withProgress('Running', (progress) =>
      drainJobs(shop, options.concurrency ?? shop.settings.workerConcurrency, progress),
    ),
  );
  print(ends, options, () =>
    ends.failed === 0
      ? `${count(ends.done, 'job')} done.`
      : `${count(ends.done, 'job')} done, ${ends.failed} failed. See the errors: ${cartwright} jobs list`,
  );
  if (ends.failed > 0) process.exitCode = exitCodes.failed;
}

async function runUntilStopped(options: WorkerOptions): Promise<void> {
  const settings = loadSharedSettings();
  const log = createLog(settings, 'worker');
  const metrics = createMetrics();
  const tracer = await createTracer(settings, 'cartwright-worker');
  const shop = await openShop(settings, { log, metrics, tracer });
  for (const warning of settings.warnings) log.warn({}, warning);
  const concurrency = options.concurrency ?? settings.workerConcurrency;
  const port = options.port ?? settings.workerPort;
  const stopping = new AbortController();
  let served: Served | undefined;
  let runner: Runner | undefined;
  const stop = async () => {
    stopping.abort();
    await runner?.stop();
    served?.close();
    await closeShop(shop);
    await tracer.close();
  };
  try {
    await awaitDatabase(() => refuseUnmigrated(shop), { log, seconds: settings.databaseStartWaitSeconds });
    const watch = createWatch(shop, { metrics, draining: stopping.signal });
    if (port !== undefined) served = await serveWatch(watch, { host: settings.host, port });
    runner = await startWorker(shop, concurrency);
  } catch (error) {
    // Open connections or the metrics server would keep the process from ending.
    await stop();
    throw error;
  }
  const facts = { database: shop.db.dialect, concurrency, pid: process.pid, watched: served?.port };
  log.info(facts, 'worker started');
  stopOnSignal(async () => {
    await stop();
    log.info({}, 'worker stopped');
  });
}
