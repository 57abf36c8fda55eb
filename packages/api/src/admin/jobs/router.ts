import { adminProcedure, router } from '@cartwright/kernel/procedures';
import { z } from 'zod';
import { discardJob } from './discard.ts';
import { listJobs } from './list.ts';
import { getJob, readJobStats } from './read.ts';
import { retryJob } from './retry.ts';
import { job, jobInput, jobPage, jobStats, listJobsInput } from './schema.ts';

export const adminJobsRouter = router({
  list: adminProcedure({
    rest: 'GET /admin/jobs',
    scope: 'jobs:read',
    summary: 'List the jobs that are not finished, newest first',
  })
    .input(listJobsInput)
    .output(jobPage)
    .query(({ ctx, input }) => listJobs(ctx.shop, input)),

  stats: adminProcedure({
    rest: 'GET /admin/jobs/stats',
    scope: 'jobs:read',
    summary: 'Count the jobs by name and state, and list the workers',
  })
    .output(jobStats)
    .query(({ ctx }) => readJobStats(ctx.shop)),

  get: adminProcedure({
    rest: 'GET /admin/jobs/{id}',
    scope: 'jobs:read',
    summary: 'Return a job with its payload and its last error',
    failures: ['NOT_FOUND'],
  })
    .input(jobInput)
    .output(job)
    .query(({ ctx, input }) => getJob(ctx.shop, input)),

  retry: adminProcedure({
    rest: 'POST /admin/jobs/{id}/retry',
    scope: 'jobs:write',
    summary: 'Run a job at once, with its attempts counted from zero',
    failures: ['NOT_FOUND', 'JOB_RUNNING'],
  })
    .input(jobInput)
    .output(job)
    .mutation(({ ctx, input }) => retryJob(ctx.shop, ctx, input)),

  discard: adminProcedure({
    rest: 'DELETE /admin/jobs/{id}',
    scope: 'jobs:write',
    status: 204,
    summary: 'Remove a job without running it',
    failures: ['NOT_FOUND', 'JOB_RUNNING'],
  })
    .input(jobInput)
    .output(z.void())
    .mutation(async ({ ctx, input }) => void (await discardJob(ctx.shop, ctx, input))),
});
