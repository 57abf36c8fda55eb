import type { Handlers } from '@cartwright/kernel/jobs';
import type { pricingJobs } from './jobs.ts';
import { purgeVatNumbers } from './vat/purge.ts';

export const pricingHandlers: Handlers<typeof pricingJobs> = {
  purgeVatNumbers: ({ shop }) => purgeVatNumbers(shop),
};
