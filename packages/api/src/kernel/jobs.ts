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

/** A kind of work that is done outside the request, at least once, and tried again when it fails. */
export interface Job<Name extends string = string, Payload extends z.ZodObject = z.ZodObject> {
  readonly name: Name;
  /** Ids only: a payload is no place for secrets or documents. */
  readonly payload: Payload;
  /** How often it is tried at most, the first time included. */
  readonly maxAttempts: number;
  /** Of jobs that are due, those with the lowest number run first; 0 by default. */
  readonly priority?: number;
}

/**
 * The priority of what must not wait behind mails, each of which takes long while the mail server hangs. Not for jobs
 * that many wait with for a later time: those would be passed over in each search for a mail.
 */
export const urgent = -10;

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
  const { name, maxAttempts, priority = 0 } = job;
  tx.addJob({ name, payload: addOrigin(job.payload.parse(payload)), maxAttempts, priority, ...timing });
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
        // The queue runs the job again once the database is back, without counting a try.
        if (isPassing(error)) throw new DatabaseUnavailable('The database was away.', { cause: driverError(error) });
        shop.metrics.job(name, 'failed', seconds());
        // The queue stores the message, and drizzle's would quote the query's parameters: codes and links.
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
