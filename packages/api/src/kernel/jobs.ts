import { driverError, type Queue, type Runner, type RunnerOptions, type Transaction } from '@cartwright/db';
import { z } from 'zod';
import type { Shop } from './shop.ts';

/** A kind of work that is done outside the request, at least once, and tried again when it fails. */
export interface Job<Name extends string = string, Payload extends z.ZodObject = z.ZodObject> {
  readonly name: Name;
  /** Ids only: a payload is no place for secrets or documents. */
  readonly payload: Payload;
  /** How often it is tried at most, the first time included. */
  readonly maxAttempts: number;
}

export function defineJob<const Name extends string, Payload extends z.ZodObject>(
  job: Job<Name, Payload>,
): Job<Name, Payload> {
  return job;
}

/** With the back-off of the queue, this many tries take a little more than a day. */
export const triesForADay = 14;

export interface JobTiming {
  /** At most one waiting job has this key: a later one replaces it. */
  readonly key?: string;
  readonly runAt?: Date;
}

/**
 * Asks for a job in the transaction of the change that needs it: the job exists if and only if that commits.
 *
 * @example
 * enqueue(tx, expireOrder, { orderId }, { runAt: order.expiresAt });
 */
export function enqueue<Payload extends z.ZodObject>(
  tx: Transaction,
  job: Job<string, Payload>,
  payload: z.input<Payload>,
  timing: JobTiming = {},
): void {
  tx.addJob({ name: job.name, payload: job.payload.parse(payload), maxAttempts: job.maxAttempts, ...timing });
}

export interface JobContext {
  readonly shop: Shop;
  /** 1 on the first run. */
  readonly attempt: number;
  /** No run follows when this one fails. */
  readonly isLastAttempt: boolean;
}

type AnyJobs = Record<string, Job>;

/** One handler for each job: a missing one does not compile. */
export type Handlers<Jobs extends AnyJobs> = {
  readonly [Name in keyof Jobs]: (context: JobContext, payload: z.output<Jobs[Name]['payload']>) => Promise<void>;
};

/** What the queue needs to run `jobs` with `handlers`. */
export function runnerOptions<Jobs extends AnyJobs>(
  shop: Shop,
  jobs: Jobs,
  handlers: Handlers<Jobs>,
  concurrency: number,
): RunnerOptions {
  const known = new Map(
    Object.entries(jobs).map(([key, job]) => [job.name, { job, handle: handlers[key] as Handlers<AnyJobs>[string] }]),
  );
  return {
    names: [...known.keys()],
    concurrency,
    async run(name, payload, { attempt, maxAttempts }) {
      const entry = known.get(name);
      if (!entry) throw new Error(`There is no handler for the job ${name}.`);
      const context = { shop, attempt, isLastAttempt: attempt >= maxAttempts };
      try {
        await entry.handle(context, entry.job.payload.parse(payload));
      } catch (error) {
        // The queue stores and logs the message, and drizzle's would quote the query's parameters: codes and links.
        throw driverError(error) ?? error;
      }
      shop.log.info({ job: name, attempt }, 'job done');
    },
    onFailure(name, run, error) {
      const reason = error instanceof Error ? error.message : String(error);
      shop.log.warn({ job: name, jobId: run.id, attempt: run.attempt, of: run.maxAttempts, reason }, 'job failed');
    },
  };
}

export type { Queue, Runner };
