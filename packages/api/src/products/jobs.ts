import { z } from 'zod';
import { defineJob, triesForADay } from '../kernel/jobs.ts';

export const productJobs = {
  /** Tells the admins what is running out, each of them once a day. A mail server that is down is tried for a day. */
  mailLowStock: defineJob({ name: 'products.mailLowStock', payload: z.object({}), maxAttempts: triesForADay }),
};
