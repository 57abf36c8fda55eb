import { isImageKey } from '@cartwright/adapters/images';
import { defineJob, triesForADay } from '@cartwright/kernel/jobs';
import { z } from 'zod';

export const productJobs = {
  /** Removes the files of an image after a product lost it, unless a product or an order still shows it. */
  discardImage: defineJob({
    name: 'products.discardImage',
    payload: z.object({ key: z.string().refine(isImageKey) }),
    maxAttempts: triesForADay,
  }),
  /** Deletes former prices that no list still needs. */
  purgeFormerPrices: defineJob({ name: 'products.purge', payload: z.object({}), maxAttempts: 1 }),
  /** E-mails the low stock to the admins, once a day each. Retries for a day while the mail server is down. */
  mailLowStock: defineJob({ name: 'products.mailLowStock', payload: z.object({}), maxAttempts: triesForADay }),
};
