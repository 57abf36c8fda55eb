import { drainJobs, startWorker } from '@cartwright/api';
import { stopOnSignal } from '@cartwright/process';
import { refuseUnmigrated, withShop } from './shop.ts';

export async function workerCommand(options: { concurrency?: number; once?: true }): Promise<void> {
  await withShop(async (shop) => {
    for (const warning of shop.settings.warnings) shop.log.warn({}, warning);
    await refuseUnmigrated(shop);
    if (options.once) {
      await drainJobs(shop);
      return;
    }
    const concurrency = options.concurrency ?? shop.settings.workerConcurrency;
    const runner = await startWorker(shop, concurrency);
    shop.log.info({ database: shop.db.dialect, concurrency }, 'worker started');
    await new Promise<void>((resolve) => {
      stopOnSignal(async () => {
        await runner.stop();
        shop.log.info({}, 'worker stopped');
        resolve();
      });
    });
  }, 'worker');
}
