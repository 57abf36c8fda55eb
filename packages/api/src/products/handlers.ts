import type { Handlers } from '@cartwright/kernel/jobs';
import { purgeFormerPrices } from './former-prices.ts';
import { discardImage } from './images/discard.ts';
import { lockImage } from './images/lock.ts';
import { mailLowStock } from './inventory/mail-low.ts';
import type { productJobs } from './jobs.ts';

export const productHandlers: Handlers<typeof productJobs> = {
  discardImage: ({ shop }, { key }) => lockImage(shop, key, (hold) => discardImage(shop, hold)),
  purgeFormerPrices: ({ shop }) => purgeFormerPrices(shop),
  mailLowStock: ({ shop }) => mailLowStock(shop),
};
