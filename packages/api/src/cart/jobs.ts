import { z } from 'zod';
import { defineJob } from '../kernel/jobs.ts';

export const cartJobs = {
  /** Deletes expired carts. */
  purgeCarts: defineJob({ name: 'cart.purge', payload: z.object({}), maxAttempts: 1 }),
};
