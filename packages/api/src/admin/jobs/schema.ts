import { jobStates, mostWorkers } from '@cartwright/db';
import { text, timestamp } from '@cartwright/kernel/fields';
import { pageInput, pageOf } from '@cartwright/kernel/paging';
import { z } from 'zod';

const id = text({ min: 1, max: 20 }).describe('The id of a job, a number');
const state = z.enum(jobStates);

export const listJobsInput = z.strictObject({
  state: state
    .optional()
    .describe('`retrying`: the job failed and runs again by itself. `failed`: the job has used all its attempts'),
  name: text({ min: 1, max: 100 }).optional().describe('Such as `orders.sendOrderMail`'),
  ...pageInput,
});

export const jobInput = z.strictObject({ id });

export const job = z
  .object({
    id: z.string(),
    name: z.string().describe('Such as `orders.sendOrderMail`'),
    state,
    attempts: z.number().int().describe('The number of runs so far'),
    maxAttempts: z.number().int(),
    nextRunAt: timestamp.nullable().describe('Null while the job runs, and if it does not run again by itself'),
    lastError: z.string().nullable().describe('The error of the last run'),
    payload: z.record(z.string(), z.unknown()).describe('The ids that the job works on'),
    key: z.string().nullable().describe('A newer job with the same key replaces this one'),
    createdAt: timestamp,
  })
  .meta({ id: 'Job' });

export const jobPage = pageOf(job).meta({ id: 'JobPage' });

const count = z.number().int();

export const jobStats = z
  .object({
    jobs: z
      .array(
        z.object({
          name: z.string(),
          waiting: count,
          retrying: count,
          running: count,
          failed: count,
          dueSince: timestamp.nullable().describe('The time since which the oldest due job has waited for a worker'),
        }),
      )
      .describe('By name, without names that have no job left'),
    workers: z
      .array(
        z.object({
          id: z.string(),
          host: z.string(),
          pid: z.number().int(),
          concurrency: z.number().int(),
          startedAt: timestamp,
          seenAt: timestamp,
        }),
      )
      .max(mostWorkers)
      .describe(`The workers that have reported recently, the oldest first. Of more than ${mostWorkers}, the newest`),
  })
  .meta({ id: 'JobStats' });

export type ListJobsInput = z.output<typeof listJobsInput>;
export type JobInput = z.output<typeof jobInput>;
export type Job = z.output<typeof job>;
export type JobStats = z.output<typeof jobStats>;
