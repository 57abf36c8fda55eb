import { cutPage, decodeCursor, encodeCursor } from '@cartwright/kernel/paging';
import type { Shop } from '@cartwright/kernel/shop';
import { z } from 'zod';
import { toJob } from './read.ts';
import type { Job, ListJobsInput } from './schema.ts';

const list = 'jobs:newest';
const position = z.tuple([z.string().regex(/^[1-9]\d{0,17}$/)]);

/** The unfinished jobs, newest first. */
export async function listJobs(
  { db }: Pick<Shop, 'db'>,
  { limit, cursor, state, name }: ListJobsInput,
): Promise<{ items: Job[]; nextCursor: string | null }> {
  const [before] = cursor === undefined ? [] : decodeCursor(list, position, cursor);
  const jobs = await db.queue.list({ state, name, before, limit: limit + 1 });
  return cutPage(jobs, limit, toJob, (last) => encodeCursor(list, [last.id]));
}
