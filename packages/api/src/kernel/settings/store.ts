import { z } from 'zod';
import { isTimeZone } from '../days.ts';
import { maxAmount, maxQuantity } from '../fields.ts';
import { setting, url, whole } from './setting.ts';

/** What is sold, and on which terms. */
export const storeSettings = {
  STORE_NAME: setting(z.string().min(1).max(60).default('Cartwright Demo'), {
    about: 'How the shop calls itself in mails and docs.',
    neededBy: 'every shop that sells',
    example: 'Northwind Coffee',
    form: '1 to 60 characters',
  }),
  STORE_URL: setting(url.optional(), {
    about:
      'Where customers shop. Mails link there. Left out, this server shows small pages of its own for them. In production it ' +
      'begins with https.',
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
      about: 'The currency of all prices. Amounts are in its minor units: 1000 is 10 dollars, and 1000 yen.',
      neededBy: 'every shop that does not sell in US dollars; set before the first product',
      example: 'EUR',
      form: 'ISO 4217 code',
    },
  ),
  STORE_TIME_ZONE: setting(
    z.string().refine(isTimeZone, 'Enter the name of a time zone, such as Europe/Berlin.').default('UTC'),
    {
      about: "Where the shop's days begin and end, in its figures and where a filter names a day.",
      neededBy: 'every shop whose day is not that of London in winter',
      example: 'Europe/Berlin',
      form: 'IANA time zone',
    },
  ),
  SHIPPING_PRICE: setting(whole.max(maxAmount).default(490), {
    about: 'Shipping of each order.',
    neededBy: 'every shop that sells',
    example: '590',
    unit: 'minor units',
  }),
  FREE_SHIPPING_FROM: setting(whole.max(100 * maxQuantity * maxAmount).default(5000), {
    about: 'Subtotal from which shipping is free. 0 ships all for free.',
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
    about: 'Tax added to goods and shipping, rounded half up once for each line.',
    neededBy: 'a shop whose prices are without tax',
    example: '825',
    unit: 'hundredths of a percent',
  }),
  LOW_STOCK_AT: setting(whole.default(5), {
    about: 'At this many available pieces or fewer a variant is low.',
    neededBy: 'a shop that reorders earlier or later',
    example: '10',
    unit: 'pieces',
  }),
};
