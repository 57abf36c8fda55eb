import type { Handlers } from '../kernel/jobs.ts';
import { purgeFormerPrices } from './former-prices.ts';
import { discardPicture } from './images/discard.ts';
import { holdPicture } from './images/hold.ts';
import { mailLowStock } from './inventory/mail-low.ts';
import type { productJobs } from './jobs.ts';

export const productHandlers: Handlers<typeof productJobs> = {
  discardPicture: ({ shop }, { key }) => holdPicture(shop, key, (hold) => discardPicture(shop, hold)),
  purgeFormerPrices: ({ shop }) => purgeFormerPrices(shop),
  mailLowStock: ({ shop }) => mailLowStock(shop),
};
