import type { Handlers } from '../kernel/jobs.ts';
import { mailLowStock } from './inventory/mail-low.ts';
import type { productJobs } from './jobs.ts';

export const productHandlers: Handlers<typeof productJobs> = {
  mailLowStock: ({ shop }) => mailLowStock(shop),
};
