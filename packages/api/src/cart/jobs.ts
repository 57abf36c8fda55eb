import { defineJob } from '@cartwright/kernel/jobs';
import { z } from 'zod';

export const cartJobs = {
  /** Deletes expired carts. */
  purgeCarts: defineJob({ name: 'cart.purge', payload: z.object({}), maxAttempts: 1 }),
};
