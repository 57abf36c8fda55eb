import { z } from 'zod';
import { isTimeZone } from '../days.ts';
import { maxAmount, maxQuantity } from '../fields.ts';
import { setting, url, whole } from './setting.ts';

/** The goods and terms of the store. */
export const storeSettings = {
  STORE_NAME: setting(z.string().min(1).max(60).default('Cartwright Demo'), {
    about: 'Name of the shop in e-mails and in the documentation of its API.',
    neededBy: 'every shop that sells',
    example: 'Northwind Coffee',
    form: '1 to 60 characters',
  }),
  STORE_URL: setting(url.optional(), {
    about:
      'Address of the storefront, which e-mails link to. Without it, e-mails link to simple pages of this server. In ' +
      'production it begins with https.',
    neededBy: 'every shop with a frontend',
    example: 'https://shop.example',
    otherwise: 'PUBLIC_URL',
  }),
  STORE_CURRENCY: setting(
    z
      .string()
      .regex(/^[A-Z]{3}$/, 'Enter an ISO 4217 code, such as USD.')
      .default('USD'),
    {
      about: 'Currency of all prices. Amounts are in its minor units: 1000 means 10 dollars or 1000 yen.',
      neededBy: 'every shop that does not sell in US dollars; set it before the first product',
      example: 'EUR',
      form: 'ISO 4217 code',
    },
  ),
  STORE_TIME_ZONE: setting(
    z.string().refine(isTimeZone, 'Enter the name of a time zone, such as Europe/Berlin.').default('UTC'),
    {
      about: 'Time zone in which days begin and end, in stats and in filters by day.',
      neededBy: 'every shop outside UTC',
      example: 'Europe/Berlin',
      form: 'IANA time zone',
    },
  ),
  SHIPPING_PRICE: setting(whole.max(maxAmount).default(490), {
    about: 'Shipping fee of each order.',
    neededBy: 'every shop that sells',
    example: '590',
    unit: 'minor units',
  }),
  FREE_SHIPPING_FROM: setting(whole.max(100 * maxQuantity * maxAmount).default(5000), {
    about: 'Subtotal from which shipping is free. 0 means that shipping is always free.',
    neededBy: 'every shop that sells',
    example: '7500',
    unit: 'minor units',
    needs: {
      setting: 'SHIPPING_PRICE',
      isMet: (value: string) => /^[1-9]/.test(value),
      words: 'a SHIPPING_PRICE above 0',
    },
  }),
  TAX_BASIS_POINTS: setting(whole.max(10_000).default(0), {
    about: 'Tax that is added to goods and shipping. It is rounded half up, once for each line.',
    neededBy: 'a shop with prices that exclude tax',
    example: '825',
    unit: 'hundredths of a percent',
  }),
  LOW_STOCK_AT: setting(whole.default(5), {
    about: 'Available quantity at which a variant counts as low in stock.',
    neededBy: 'a shop that reorders earlier or later',
    example: '10',
    unit: 'quantity',
  }),
};
