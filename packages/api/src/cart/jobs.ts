import { z } from 'zod';
import { defineJob } from '../kernel/jobs.ts';

export const cartJobs = {
  /** Deletes carts that nobody has used for as long as they are kept. */
  purgeCarts: defineJob({ name: 'cart.purge', payload: z.object({}), maxAttempts: 1 }),
};
