import { nextRun, type Runner, type Schedule } from '@cartwright/db';
import { type Job, runnerOptions } from '@cartwright/kernel/jobs';
import { kernelHandlers, kernelJobs } from '@cartwright/kernel/purge-expired';
import type { Shop } from '@cartwright/kernel/shop';
import { authHandlers, authJobs } from './auth/index.ts';
import { cartHandlers, cartJobs } from './cart/index.ts';
import { orderHandlers, orderJobs } from './orders/index.ts';
import { pricingHandlers, pricingJobs } from './pricing/index.ts';
import { productHandlers, productJobs } from './products/index.ts';

const jobs = { ...kernelJobs, ...authJobs, ...cartJobs, ...orderJobs, ...pricingJobs, ...productJobs };
const handlers = {
  ...kernelHandlers,
  ...authHandlers,
  ...cartHandlers,
  ...orderHandlers,
  ...pricingHandlers,
  ...productHandlers,
};

export const allJobs: readonly Job[] = Object.values(jobs);

interface DescribedSchedule extends Schedule {
  readonly does: string;
}

const byTheClock = ({ name, maxAttempts, priority = 0 }: Job, cron: string, does: string): DescribedSchedule => ({
  job: name,
  cron,
  maxAttempts,
  priority,
  does,
});

/** The scheduled jobs. Each is the safety net for work that normally starts by itself. */
const schedules: readonly DescribedSchedule[] = [
  byTheClock(jobs.expireOverdueOrders, '* * * * *', 'cancels orders that were not paid in time'),
  byTheClock(
    jobs.reconcilePayments,
    '*/5 * * * *',
    'asks payment providers about payments and refunds without a result',
  ),
  byTheClock(jobs.purgeKernel, '7 * * * *', 'deletes old idempotency keys, records of sent e-mails and failed jobs'),
  byTheClock(jobs.purge, '17 * * * *', 'deletes expired sessions and codes'),
  byTheClock(jobs.purgeCarts, '27 * * * *', 'deletes abandoned carts'),
  byTheClock(jobs.purgeProviderEvents, '37 * * * *', 'deletes old events of payment providers'),
  byTheClock(jobs.eraseClosedOrders, '47 * * * *', 'erases deleted customers from closed orders'),
  byTheClock(jobs.purgeFormerPrices, '57 * * * *', 'deletes former prices that no list needs'),
  byTheClock(jobs.purgeVatNumbers, '3 * * * *', 'deletes old answers of the VAT register'),
  byTheClock(jobs.mailLowStock, '0 6 * * *', 'sends the admins an e-mail about low stock'),
];

/** Runs the shop's jobs until stopped. */
export function startWorker(shop: Shop, concurrency: number): Promise<Runner> {
  return shop.db.queue.start({ ...runnerOptions(shop, jobs, handlers, concurrency), schedules });
}

/**
 * Runs every job that is due by the shop's clock, and the jobs that those add. Resolves when none is left.
 *
 * @param onProgress receives the number of ended runs and the number of known runs
 * @returns the numbers of successful and failed runs
 */
export async function drainJobs(
  shop: Shop,
  concurrency = 1,
  onProgress?: (ended: number, known: number) => void,
): Promise<{ done: number; failed: number }> {
  const { run, onFailure, ...options } = runnerOptions(shop, jobs, handlers, concurrency);
  const { queue } = shop.db;
  const now = shop.clock.now();
  const ends = { done: 0, failed: 0 };
  const due = onProgress ? await queue.countDue(now) : 0;
  const tell = () => {
    const ended = ends.done + ends.failed;
    onProgress?.(ended, Math.max(ended, due));
  };
  tell();
  const counting = {
    ...options,
    run: async (...job: Parameters<typeof run>) => {
      await run(...job);
      ends.done += 1;
      tell();
    },
    onFailure: (...failure: Parameters<NonNullable<typeof onFailure>>) => {
      ends.failed += 1;
      tell();
      onFailure?.(...failure);
    },
  };
  await queue.drain(counting, now);
  return ends;
}

/** Lists the scheduled jobs with their last and next times. */
export async function listSchedules({ db, clock }: Shop) {
  const last = await db.queue.lastScheduled();
  return schedules.map((schedule) => ({
    job: schedule.job,
    cron: schedule.cron,
    does: schedule.does,
    lastRun: last.get(schedule.job) ?? null,
    nextRun: nextRun(schedule, clock.now()) ?? null,
  }));
}
