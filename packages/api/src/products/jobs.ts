import { z } from 'zod';
import { isImageKey } from '../images/index.ts';
import { defineJob, triesForADay } from '../kernel/jobs.ts';

export const productJobs = {
  /** Removes the files of an image that was taken from a product, unless something else shows it. */
  discardImage: defineJob({
    name: 'products.discardImage',
    payload: z.object({ key: z.string().refine(isImageKey) }),
    maxAttempts: triesForADay,
  }),
  /** Deletes former prices that no list needs any more. */
  purgeFormerPrices: defineJob({ name: 'products.purge', payload: z.object({}), maxAttempts: 1 }),
  /** Tells the admins what is running out, each of them once a day. A mail server that is down is tried for a day. */
  mailLowStock: defineJob({ name: 'products.mailLowStock', payload: z.object({}), maxAttempts: triesForADay }),
};
