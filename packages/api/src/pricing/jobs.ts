import { defineJob } from '@cartwright/kernel/jobs';
import { z } from 'zod';

export const pricingJobs = {
  /** Deletes old answers of the VAT register. */
  purgeVatNumbers: defineJob({ name: 'pricing.purgeVatNumbers', payload: z.object({}), maxAttempts: 1 }),
};
