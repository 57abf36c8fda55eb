import type { Handlers } from '../kernel/jobs.ts';
import type { cartJobs } from './jobs.ts';
import { purgeCarts } from './purge.ts';

export const cartHandlers: Handlers<typeof cartJobs> = {
  purgeCarts: ({ shop }) => purgeCarts(shop),
};
