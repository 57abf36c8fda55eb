import { spanInput } from '@cartwright/kernel/days';
import { currency, id, timestamp } from '@cartwright/kernel/fields';
import { overflow, summed } from '@cartwright/kernel/sums';
import { z } from 'zod';

const count = z.number().int();
const money = summed.describe('Minor units');

const sums = {
  orders: count.describe('Orders placed in the period that are now confirmed, processing, shipped or delivered'),
  revenue: money.describe('The total of these orders, with shipping and tax, before refunds'),
  refunds: money.describe('The refunds of these orders, at any time'),
  units: summed.describe('The quantity in these orders, without quantities cancelled before shipping'),
  averageOrder: money.describe('Revenue divided by orders, or 0 without orders'),
  newCustomers: count.describe('Accounts opened in the period that still exist'),
  overflow,
};

const sold = {
  units: summed,
  revenue: money.describe('The sum of the lines, without shipping and tax, before refunds'),
  overflow,
};

export const statsInput = z.strictObject({
  from: spanInput.from.describe('The first time or day of the period. By default 29 days before today'),
  to: spanInput.to.describe(
    'The end of the period: a time, which the period does not include, or a day, which it does. By default now',
  ),
});

/** The entries of a ranking. */
export const topLength = 10;

export const stats = z
  .object({
    from: timestamp,
    to: timestamp,
    timeZone: z.string().describe('The time zone of the store, which the days follow'),
    currency,
    ...sums,
    pending: count.describe('Orders placed in the period that wait for payment'),
    cancelled: count.describe('Orders placed in the period that were cancelled or have expired'),
    carts: z.object({
      begun: count.describe('Carts that got their first item in the period, and still hold an item or became an order'),
      ordered: count.describe('The carts of these that became an order'),
      conversion: z.number().min(0).max(1).nullable().describe('`ordered` divided by `begun`, or null if `begun` is 0'),
    }),
    byDay: z
      .array(z.object({ day: z.iso.date(), ...sums }))
      .describe('Every day of the period, with and without orders'),
    topProducts: z
      .array(z.object({ productId: id, slug: z.string(), name: z.string(), ...sold }))
      .max(topLength)
      .describe(`The first ${topLength} by revenue`),
    topCategories: z
      .array(
        z.object({
          category: z
            .object({ slug: z.string(), name: z.string() })
            .nullable()
            .describe('The current category of the products'),
          ...sold,
        }),
      )
      .max(topLength)
      .describe(`The first ${topLength} by revenue`),
    stock: z
      .object({ pieces: summed, value: money.describe('At current prices'), overflow })
      .describe('Stock on hand now, without archived products'),
  })
  .meta({ id: 'Stats' });

export type StatsInput = z.output<typeof statsInput>;
export type Stats = z.output<typeof stats>;
export type StatsSums = Pick<Stats, keyof typeof sums>;
