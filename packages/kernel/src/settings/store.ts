import { z } from 'zod';
import { countries } from '../addresses/countries.ts';
import { isTimeZone } from '../days.ts';
import { maxAmount, maxQuantity } from '../fields.ts';
import { flag, setting, url, whole } from './setting.ts';

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
      'Address of the storefront, which e-mails link to. Without it, e-mails link to the pages of this server. In ' +
      'production it begins with https.',
    neededBy: 'every shop with a frontend',
    example: 'https://shop.example',
    otherwise: 'PUBLIC_URL',
  }),
  STOREFRONT: setting(flag.default('off'), {
    about:
      'Whether the server shows the catalogue at `/`, with search, filters and a page for each product. These pages ' +
      'have no cart. `off` leaves `/` to the documentation of the API.',
    neededBy: 'a shop that shows its goods without a frontend of its own',
    example: 'on',
  }),
  ADMIN: setting(flag.default('off'), {
    about: 'Whether the server serves the frontend in `apps/admin` at `/admin`, if you have built one.',
    neededBy: 'a shop with pages of its own for its staff',
    example: 'on',
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
  STORE_COUNTRY: setting(
    z
      .string()
      .refine((code) => countries.has(code), 'Enter an ISO 3166-1 alpha-2 code, such as DE.')
      .optional(),
    {
      about: 'Country in which the store is taxed. Goods that customers pick up are taxed there.',
      neededBy: 'every shop that charges tax',
      example: 'DE',
      form: 'ISO 3166-1 alpha-2 code',
    },
  ),
  STORE_REGION: setting(
    z
      .string()
      .trim()
      .min(1)
      .max(100)
      .transform((region) => region.toUpperCase())
      .optional(),
    {
      about: 'State or province in which the store is taxed, as addresses name it.',
      neededBy: 'a shop in a country with taxes of its states, such as the US or Canada',
      example: 'CA',
      form: 'code of the state',
      needs: { setting: 'STORE_COUNTRY', isMet: (value: string) => value !== '', words: 'STORE_COUNTRY' },
    },
  ),
  PRICES_INCLUDE_TAX: setting(flag.default('off'), {
    about:
      'Whether the prices of the catalogue and of shipping include tax. With `on`, the tax rate of the destination says ' +
      'how much of the price is tax. With `off`, tax is added to the price.',
    neededBy: 'every shop that sells to consumers outside North America; set it before the first product',
    example: 'on',
  }),
  EXPORT_PRICES: setting(z.enum(['same', 'net']).default('same'), {
    about:
      'Price at a destination without a tax rate, if prices include tax. `same` charges the price of the catalogue. ' +
      '`net` takes the tax of STORE_COUNTRY out of it.',
    neededBy: 'a shop with prices that include tax and customers abroad',
    example: 'net',
    needs: { setting: 'PRICES_INCLUDE_TAX', isMet: (value: string) => value === 'on', words: 'PRICES_INCLUDE_TAX=on' },
  }),
  TAX_ROUNDING: setting(z.enum(['line', 'order']).default('line'), {
    about:
      'Where tax is rounded half up: `line` rounds once for each line and rate, `order` rounds once for each rate and ' +
      'splits the result over the lines.',
    neededBy: 'a shop with a tax authority or an accounting that rounds once for each invoice',
    example: 'order',
  }),
  TAX_PROVIDER: setting(z.enum(['table', 'stripe']).default('table'), {
    about:
      'Where the tax of an order is computed: by the table of tax rates, or by Stripe Tax, which also knows the taxes of ' +
      'US cities and districts. `stripe` needs STRIPE_SECRET_KEY, and registrations in the dashboard of Stripe.',
    neededBy: 'a shop that owes taxes of cities and districts',
    example: 'stripe',
  }),
  TAX_FALLBACK: setting(z.enum(['off', 'table']).default('off'), {
    about:
      'The source of tax while the tax service does not answer: `off` answers 503 to quotes and orders, `table` computes the ' +
      'tax by the table of tax rates.',
    neededBy: 'a shop that rather sells with an approximate tax than not at all',
    example: 'table',
    needs: { setting: 'TAX_PROVIDER', isMet: (value: string) => value === 'stripe', words: 'TAX_PROVIDER=stripe' },
  }),
  VAT_CHECK: setting(z.enum(['off', 'vies']).default('off'), {
    about:
      'The register that confirms the VAT numbers of businesses. `vies` asks VIES of the European Commission. An order ' +
      'to another member state with a confirmed number is charged no tax. `off` charges tax to every customer.',
    neededBy: 'a shop in the EU that sells to businesses in other member states',
    example: 'vies',
  }),
  VIES_URL: setting(url.default('https://ec.europa.eu/taxation_customs/vies/rest-api'), {
    about: 'Address of the REST API of VIES. In production it begins with https.',
    neededBy: 'tests, and a shop that reaches VIES through a proxy',
    example: 'https://vies-proxy.example/rest-api',
    needs: { setting: 'VAT_CHECK', isMet: (value: string) => value === 'vies', words: 'VAT_CHECK=vies' },
  }),
  SHIPPING_PRICE: setting(whole.max(maxAmount).default(490), {
    about:
      'Price of the first shipping method. A new store takes it over once; afterwards edit the shipping methods under ' +
      '`/admin/shipping-methods` instead.',
    neededBy: 'a new shop',
    example: '590',
    unit: 'minor units',
  }),
  FREE_SHIPPING_FROM: setting(whole.max(100 * maxQuantity * maxAmount).default(5000), {
    about:
      'Subtotal from which the first shipping method is free. 0 means that it is always free. A new store takes it over ' +
      'once.',
    neededBy: 'a new shop',
    example: '7500',
    unit: 'minor units',
    needs: {
      setting: 'SHIPPING_PRICE',
      isMet: (value: string) => /^[1-9]/.test(value),
      words: 'a SHIPPING_PRICE above 0',
    },
  }),
  TAX_BASIS_POINTS: setting(whole.max(10_000).default(0), {
    about:
      'Tax rate of every country. A new store takes it over once; afterwards edit the tax rates under `/admin/tax-rates` ' +
      'instead.',
    neededBy: 'a new shop that taxes all goods alike',
    example: '825',
    unit: 'hundredths of a percent',
  }),
  STORE_TERMS_URL: setting(url.optional(), {
    about: 'Address of the page with the terms, which `store.get` names for storefronts.',
    neededBy: 'every shop with a frontend',
    example: 'https://shop.example/terms',
    otherwise: 'none',
  }),
  STORE_PRIVACY_URL: setting(url.optional(), {
    about: 'Address of the page with the privacy policy, which `store.get` names for storefronts.',
    neededBy: 'every shop with a frontend',
    example: 'https://shop.example/privacy',
    otherwise: 'none',
  }),
  STORE_IMPRINT_URL: setting(url.optional(), {
    about: 'Address of the page with the imprint, which `store.get` names for storefronts.',
    neededBy: 'every shop with a frontend',
    example: 'https://shop.example/imprint',
    otherwise: 'none',
  }),
  STORE_WITHDRAWAL_URL: setting(url.optional(), {
    about:
      'Address of the page with the instructions on the right of withdrawal, which `store.get` names for storefronts.',
    neededBy: 'every shop with a frontend',
    example: 'https://shop.example/withdrawal',
    otherwise: 'none',
  }),
  LOW_STOCK_AT: setting(whole.default(5), {
    about: 'Available quantity at which a variant counts as low in stock.',
    neededBy: 'a shop that reorders earlier or later',
    example: '10',
    unit: 'quantity',
  }),
};
