import type { Handlers } from '@cartwright/kernel/jobs';
import type { cartJobs } from './jobs.ts';
import { purgeCarts } from './purge.ts';

export const cartHandlers: Handlers<typeof cartJobs> = {
  purgeCarts: ({ shop }) => purgeCarts(shop),
};
