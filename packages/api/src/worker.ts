import type { Runner } from '@cartwright/db';
import { runnerOptions } from './kernel/jobs.ts';
import type { Shop } from './kernel/shop.ts';
import { orderHandlers, orderJobs } from './orders/index.ts';

const jobs = { ...orderJobs };
const handlers = { ...orderHandlers };

/** Runs the shop's jobs until stopped. */
export function startWorker(shop: Shop, concurrency: number): Promise<Runner> {
  return shop.db.queue.start(runnerOptions(shop, jobs, handlers, concurrency));
}

/** Runs every job that is due by the shop's clock, and those that they add, and resolves when none is left. */
export function drainJobs(shop: Shop): Promise<void> {
  return shop.db.queue.drain(runnerOptions(shop, jobs, handlers, 1), shop.clock.now());
}
