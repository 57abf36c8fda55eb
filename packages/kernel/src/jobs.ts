import {
  DatabaseUnavailable,
  driverError,
  isDatabaseAway,
  type JobRun,
  type Queue,
  type Runner,
  type RunnerOptions,
  type Transaction,
} from '@cartwright/db';
import { z } from 'zod';
import { Failure } from './failures.ts';
import { addOrigin, type Origin, readOrigin, withOrigin } from './origin.ts';
import type { Shop } from './shop.ts';

/** A kind of work that the worker does at least once, outside the request, and retries after a failure. */
export interface Job<Name extends string = string, Payload extends z.ZodObject = z.ZodObject> {
  readonly name: Name;
  /** Ids only. Secrets and documents do not belong into a payload. */
  readonly payload: Payload;
  /** Maximum number of attempts, including the first. */
  readonly maxAttempts: number;
  /** Due jobs with the lowest number run first. 0 by default. */
  readonly priority?: number;
}

/**
 * The priority of jobs that must not wait behind e-mails, which take long while the mail server hangs. Not for the many
 * jobs that wait for a later time, because each search for an e-mail would pass over all of them.
 */
export const urgent = -10;

export function defineJob<const Name extends string, Payload extends z.ZodObject>(
  job: Job<Name, Payload>,
): Job<Name, Payload> {
  return job;
}

/** This many attempts take a little more than a day with the queue's back-off. */
export const triesForADay = 14;

export interface JobTiming {
  /** At most one waiting job has this key. A later job replaces it. */
  readonly key?: string;
  readonly runAt?: Date;
}

/**
 * Adds a job in the transaction of the change that needs it. The job exists if and only if the transaction commits.
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
  const { name, maxAttempts, priority = 0 } = job;
  tx.addJob({ name, payload: addOrigin(job.payload.parse(payload)), maxAttempts, priority, ...timing });
}

export interface JobContext {
  readonly shop: Shop;
  /** 1 on the first run. */
  readonly attempt: number;
  /** No attempt follows a failure of this one. */
  readonly isLastAttempt: boolean;
}

type AnyJobs = Record<string, Job>;

/** One handler for each job. A missing handler does not compile. */
export type Handlers<Jobs extends AnyJobs> = {
  readonly [Name in keyof Jobs]: (context: JobContext, payload: z.output<Jobs[Name]['payload']>) => Promise<void>;
};

/** The queue's options for running `jobs` with `handlers`. */
export function runnerOptions<Jobs extends AnyJobs>(
  shop: Shop,
  jobs: Jobs,
  handlers: Handlers<Jobs>,
  concurrency: number,
): RunnerOptions {
  const known = new Map(
    Object.entries(jobs).map(([key, job]) => [job.name, { job, handle: handlers[key] as Handlers<AnyJobs>[string] }]),
  );
  const origins = new WeakMap<JobRun, Origin>();
  return {
    names: [...known.keys()],
    concurrency,
    async run(name, stored, run) {
      const entry = known.get(name);
      if (!entry) throw new Error(`There is no handler for the job ${name}.`);
      const { id, attempt, maxAttempts } = run;
      const { payload, origin = { requestId: `${name}-${id}` } } = readOrigin(stored);
      origins.set(run, origin);
      const started = performance.now();
      const seconds = () => (performance.now() - started) / 1_000;
      const facts = { requestId: origin.requestId, job: name, jobId: id, attempt };
      const step = { name, kind: 'consumer', facts, traceparent: origin.traceparent } as const;
      try {
        const context = { shop, attempt, isLastAttempt: attempt >= maxAttempts };
        await shop.tracer.step(step, ({ traceparent }) =>
          withOrigin({ ...origin, traceparent }, () => entry.handle(context, entry.job.payload.parse(payload))),
        );
      } catch (error) {
        // The queue runs the job again after the database returns, without counting an attempt.
        if (isPassing(error)) throw new DatabaseUnavailable('The database was away.', { cause: driverError(error) });
        shop.metrics.job(name, 'failed', seconds());
        // The queue stores the message, and drizzle's message would contain the query's parameters, such as codes and
        // links.
        throw driverError(error) ?? error;
      }
      shop.metrics.job(name, 'done', seconds());
      shop.log.info({ ...facts, ms: Math.round(seconds() * 1_000) }, 'job done');
    },
    onFailure(name, run, error) {
      const { id: jobId, attempt, maxAttempts: of } = run;
      const requestId = origins.get(run)?.requestId;
      shop.log.warn({ requestId, job: name, jobId, attempt, of, err: error }, 'job failed');
    },
  };
}

function isPassing(error: unknown): boolean {
  return isDatabaseAway(error) || (error instanceof Failure && error.code === 'UNAVAILABLE');
}

export type { Queue, Runner };
