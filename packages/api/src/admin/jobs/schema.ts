import { jobStates } from '@cartwright/db';
import { z } from 'zod';
import { text, timestamp } from '../../kernel/fields.ts';
import { pageInput, pageOf } from '../../kernel/paging.ts';

const id = text({ min: 1, max: 20 }).describe("A job's id, a number");
const state = z.enum(jobStates);

export const listJobsInput = z.strictObject({
  state: state.optional().describe('`retrying` failed and is tried again by itself; `failed` has used up its attempts'),
  name: text({ min: 1, max: 100 }).optional().describe('Such as `orders.sendOrderMail`'),
  ...pageInput,
});

export const jobInput = z.strictObject({ id });

export const job = z
  .object({
    id: z.string(),
    name: z.string().describe('Such as `orders.sendOrderMail`'),
    state,
    attempts: z.number().int().describe('How often it was begun'),
    maxAttempts: z.number().int(),
    nextRunAt: timestamp.nullable().describe('Null while it runs, and when it does not run again by itself'),
    lastError: z.string().nullable().describe('Why the last run failed'),
    payload: z.record(z.string(), z.unknown()).describe('Ids of what it is about'),
    key: z.string().nullable().describe('Another job with this key takes its place'),
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
          dueSince: timestamp.nullable().describe('Since when the oldest that could run waits for a worker'),
        }),
      )
      .describe('By name; names of which no job is left are not there'),
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
      .describe('Those that have lately given a sign of life'),
  })
  .meta({ id: 'JobStats' });

export type ListJobsInput = z.output<typeof listJobsInput>;
export type JobInput = z.output<typeof jobInput>;
export type Job = z.output<typeof job>;
export type JobStats = z.output<typeof jobStats>;
