import { balanceReport } from '@cartwright/kernel/balances/verify';
import { id } from '@cartwright/kernel/fields';
import { z } from 'zod';

export const mostOrderDrifts = 1_000;

/** The comparisons of `orders verify`: the value, the value that it is compared with, and how. */
export const orderChecks = {
  amount: { is: 'equal', compares: 'an amount of the order, such as `tax`, with the sum of the rows of its revision' },
  units: { is: 'equal', compares: 'the units of the order with the quantities of its lines, without cancelled ones' },
  revisions: { is: 'equal', compares: 'the number of revisions with lines with the revision of the order' },
  revision_total: { is: 'at least', compares: 'the total of the rows of a revision with 0' },
  line_total: { is: 'equal', compares: 'the total of a line with its price times its quantity' },
  line_quantity: { is: 'at most', compares: 'the cancelled and shipped quantities of a line with its quantity' },
  line_back: { is: 'at most', compares: 'the returned quantity of a line with its shipped quantity' },
  line_shipped: { is: 'equal', compares: 'the shipped quantity of a line with the lines of shipments' },
  return_receipts: { is: 'equal', compares: 'the received quantity of a line of a return with its receipts' },
  return_quantity: {
    is: 'at most',
    compares: 'the quantity of a line that returns received with its returned quantity',
  },
  line_cancelled: { is: 'at least', compares: 'the cancelled quantity of a line with 0' },
  line_returned: { is: 'at least', compares: 'the returned quantity of a line with 0' },
  adjustment_line: { is: 'equal', compares: 'the number of lines with the position that an adjustment names with 1' },
  captured: { is: 'at most', compares: 'the refunded amount of a payment with its captured amount' },
  refunded: { is: 'equal', compares: 'the refunded amount of a payment with its refunds that have not failed' },
  refund_attempts: { is: 'equal', compares: 'the amount of a refund with the sum of its attempts' },
  refund_lines: { is: 'at most', compares: 'the amounts of the lines of a refund with its amount' },
  refund_quantity: { is: 'at most', compares: 'the refunded quantity of a line with its quantity' },
} as const satisfies Record<string, { is: 'equal' | 'at most' | 'at least'; compares: string }>;

export type OrderCheck = keyof typeof orderChecks;

const checkNames = Object.keys(orderChecks) as [OrderCheck, ...OrderCheck[]];

export const orderDrift = z
  .object({
    orderId: id,
    number: z.string(),
    check: z
      .enum(checkNames)
      .describe(
        `Compares: ${checkNames.map((name) => `\`${name}\`: ${orderChecks[name].compares}`).join('. ')}. Amounts are in minor units`,
      ),
    part: z
      .string()
      .nullable()
      .describe('An amount of the order, a revision with a line or an adjustment, or the id of a payment or a refund'),
    value: z.number(),
    expected: z.number().describe('The value, or the bound that `value` passes'),
  })
  .meta({ id: 'OrderDrift' });

export const orderReport = z
  .object({
    checked: z.number().int().describe('The number of orders'),
    drifts: z.array(orderDrift).max(mostOrderDrifts).describe(`Contradictions in orders, at most ${mostOrderDrifts}`),
    balances: balanceReport.describe('The balances of promotions, compared with their ledger'),
  })
  .meta({ id: 'OrderReport' });

export type OrderDrift = z.output<typeof orderDrift>;
export type OrderReport = z.output<typeof orderReport>;
