import type { Runner, Schedule } from '@cartwright/db';
import { authHandlers, authJobs } from './auth/index.ts';
import { runnerOptions } from './kernel/jobs.ts';
import type { Shop } from './kernel/shop.ts';
import { orderHandlers, orderJobs } from './orders/index.ts';
import { productHandlers, productJobs } from './products/index.ts';

const jobs = { ...authJobs, ...orderJobs, ...productJobs };
const handlers = { ...authHandlers, ...orderHandlers, ...productHandlers };

/** What the clock asks for. Each is the net below something that happens by itself. */
const schedules: readonly Schedule[] = [
  { job: orderJobs.expireOverdueOrders.name, cron: '* * * * *' },
  { job: orderJobs.reconcilePayments.name, cron: '*/5 * * * *' },
  { job: authJobs.purge.name, cron: '17 * * * *' },
  { job: productJobs.mailLowStock.name, cron: '0 6 * * *' },
];

/** Runs the shop's jobs until stopped. */
export function startWorker(shop: Shop, concurrency: number): Promise<Runner> {
  return shop.db.queue.start({ ...runnerOptions(shop, jobs, handlers, concurrency), schedules });
}

/** Runs every job that is due by the shop's clock, and those that they add, and resolves when none is left. */
export function drainJobs(shop: Shop): Promise<void> {
  return shop.db.queue.drain(runnerOptions(shop, jobs, handlers, 1), shop.clock.now());
}
