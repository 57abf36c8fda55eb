import { z } from 'zod';
import { spanInput } from '../../kernel/days.ts';
import { currency, id, timestamp } from '../../kernel/fields.ts';
import { overflow, summed } from '../../kernel/sums.ts';

const count = z.number().int();
const money = summed.describe('Minor units');

const figures = {
  orders: count.describe('Placed, and by now confirmed, in work, shipped or delivered'),
  revenue: money.describe('What these orders cost, with shipping and tax, before refunds'),
  refunds: money.describe('What of that went back, whenever it did'),
  units: summed.describe('Pieces in these orders, without those that were taken out before shipping'),
  averageOrder: money.describe('Revenue by orders; 0 without orders'),
  newCustomers: count.describe('Accounts that were opened and still are there'),
  overflow,
};

const sold = {
  units: summed,
  revenue: money.describe('Of the lines: without shipping and tax, before refunds'),
  overflow,
};

export const statsInput = z.strictObject({
  from: spanInput.from.describe('30 days, today included, when left out. From this time or day on'),
  to: spanInput.to.describe('Until now when left out. Before this time, or to the end of this day'),
});

export const stats = z
  .object({
    from: timestamp,
    to: timestamp,
    timeZone: z.string().describe("The store's, in which the days are"),
    currency,
    ...figures,
    pending: count.describe('Orders placed in the span that wait for their payment'),
    cancelled: count.describe('Orders placed in the span that were cancelled or expired'),
    carts: z.object({
      begun: count.describe('Carts whose first item came in the span, and that still hold something or were ordered'),
      ordered: count.describe('Those of them that became an order'),
      conversion: z.number().min(0).max(1).nullable().describe('Ordered by begun; null where none was begun'),
    }),
    byDay: z.array(z.object({ day: z.iso.date(), ...figures })).describe('Every day of the span, also without orders'),
    topProducts: z
      .array(z.object({ productId: id, slug: z.string(), name: z.string(), ...sold }))
      .describe('By revenue'),
    topCategories: z
      .array(
        z.object({
          category: z.object({ slug: z.string(), name: z.string() }).nullable().describe('As the products are in now'),
          ...sold,
        }),
      )
      .describe('By revenue'),
    stock: z
      .object({ pieces: summed, value: money.describe('At the prices of now'), overflow })
      .describe('On hand now, of products that are not archived'),
  })
  .meta({ id: 'Stats' });

export type StatsInput = z.output<typeof statsInput>;
export type Stats = z.output<typeof stats>;
export type Figures = Pick<Stats, keyof typeof figures>;
