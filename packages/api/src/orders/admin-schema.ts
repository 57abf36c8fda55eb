import { jobStates } from '@cartwright/db';
import { z } from 'zod';
import type { ById } from '../kernel/by-id.ts';
import { bom } from '../kernel/csv.ts';
import { spanInput } from '../kernel/days.ts';
import { id, minorUnits, text, timestamp } from '../kernel/fields.ts';
import { oneOf } from '../kernel/one-of.ts';
import { pageInput } from '../kernel/paging.ts';
import { foundLedgerEntry } from '../products/index.ts';
import { taxByRate } from './read-refunds.ts';
import { namedOrder, order, orderStatuses, paymentStatuses, reason } from './schema.ts';

const paymentAttempt = z
  .object({
    id,
    provider: z.string(),
    status: z.enum(['created', 'authorised', 'captured', 'failed', 'voided']),
    amount: minorUnits,
    captured: minorUnits,
    refunded: minorUnits,
    reference: z.string().nullable().describe("The provider's own id"),
    failure: z.string().nullable(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'PaymentAttempt' });

const refundAttempt = z
  .object({
    id,
    paymentId: id,
    amount: minorUnits,
    status: z.enum(['created', 'succeeded', 'failed']),
    reference: z.string().nullable().describe("The provider's own id"),
    failure: z.string().nullable(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'RefundAttempt' });

const refundedLine = z
  .object({
    position: z.number().int().min(0).describe('The index of the item in `items`'),
    variantId: id,
    quantity: z.number().int().min(1),
    amount: minorUnits,
    taxes: taxByRate.describe('The tax in `amount`, an entry for each rate'),
  })
  .meta({ id: 'RefundedLine' });

const refund = z
  .object({
    id,
    amount: minorUnits,
    status: z
      .enum(['created', 'succeeded', 'failed', 'partially_failed'])
      .describe('`created` until every attempt has ended. What failed can be refunded again'),
    reason: z.string().nullable(),
    actor: z.string().describe('Who asked for it: `user:<id>`, `job:<name>` or `cli`'),
    lines: z.array(refundedLine).describe('What of the amount is for which pieces; the rest is for no item'),
    attempts: z.array(refundAttempt).describe('One for each payment that the refund takes from'),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Refund' });

const sentMail = z
  .object({ template: z.string(), refundId: id.nullable().describe('Which refund it tells of'), sentAt: timestamp })
  .meta({ id: 'SentMail' });

const orderJob = z
  .object({
    id: z.string(),
    name: z.string().describe('Such as `orders.sendOrderMail`'),
    state: z.enum(jobStates).describe('`failed` has used up its attempts and waits for a person'),
    attempts: z.number().int(),
    maxAttempts: z.number().int(),
    runAt: timestamp.describe('When it runs next, or was to run'),
    lastError: z.string().nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'OrderJob' });

/** An order with everything that belongs to it. */
export const adminOrder = order
  .extend({
    customer: z.object({ id: id.nullable().describe('Null once erased'), email: z.string(), name: z.string() }),
    payments: z.array(paymentAttempt).describe('Every attempt to be paid, the first one first'),
    refunds: z.array(refund),
    ledger: z.array(foundLedgerEntry).describe('What it did to stock'),
    mails: z.array(sentMail).describe('What was sent about it'),
    jobs: z.array(orderJob).describe('What is to be done about it, or has failed: a job that is done is gone'),
  })
  .meta({ id: 'AdminOrder' });

const trackingInput = z.strictObject({
  carrier: text({ min: 1, max: 100 }).optional(),
  number: text({ min: 1, max: 100 }).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
});

export const setStatusInput = z
  .strictObject({
    ...namedOrder,
    status: z.enum(orderStatuses).exclude(['pending']),
    tracking: trackingInput
      .optional()
      .describe('With `shipped` or `delivered`, also later: what is left out stays as it is'),
    reason: reason.optional().describe('With `cancelled`'),
    restock: z
      .boolean()
      .optional()
      .describe(
        'With `cancelled`, of an order that was shipped: whether its pieces came back and go into stock. ' +
          'They are written off when left out. What was not shipped always stays in stock',
      ),
  })
  .superRefine(({ status, tracking, reason, restock }, context) => {
    const refuse = (path: string, statuses: string) =>
      context.addIssue({ code: 'custom', path: [path], message: `Send ${path} only with the status ${statuses}.` });
    if (tracking && status !== 'shipped' && status !== 'delivered') refuse('tracking', 'shipped or delivered');
    if (reason !== undefined && status !== 'cancelled') refuse('reason', 'cancelled');
    if (restock !== undefined && status !== 'cancelled') refuse('restock', 'cancelled');
  });

export const markPaidInput = z.strictObject({
  ...namedOrder,
  reference: text({ min: 1, max: 200 }).optional().describe('Such as the number of a bank transfer'),
});

const restock = z.boolean().default(false).describe('Put the pieces of the refunded lines back into stock');
const wantedLine = z.strictObject({ variantId: id, quantity: z.number().int().min(1) });

export const refundOrderInput = oneOf(
  { ...namedOrder, reason: reason.optional() },
  [{ amount: minorUnits.min(1) }, { lines: z.array(wantedLine).min(1).max(100), restock }, { restock }],
  (given) =>
    given.includes('lines')
      ? { path: 'amount', message: 'Send either an amount or lines.' }
      : { path: 'restock', message: 'Send `lines`, because an amount does not say which goods came back.' },
);

const orderFilters = {
  status: z.enum(orderStatuses).optional(),
  paymentStatus: z.enum(paymentStatuses).optional(),
  customer: id.optional().describe("A user's id"),
  q: text({ min: 1, max: 100 }).optional().describe('A part of the number or of the e-mail address'),
  ...spanInput,
};

export const listAllOrdersInput = z.strictObject({ ...orderFilters, ...pageInput });

export const exportOrdersInput = z.strictObject({ ...orderFilters, bom });

export type AdminOrder = z.output<typeof adminOrder>;
export type SetStatusInput = ById<z.output<typeof setStatusInput>, 'idOrNumber'>;
export type MarkPaidInput = ById<z.output<typeof markPaidInput>, 'idOrNumber'>;
export type RefundOrderInput = ById<z.output<typeof refundOrderInput>, 'idOrNumber'>;
export type ListAllOrdersInput = z.output<typeof listAllOrdersInput>;
export type ExportOrdersInput = z.output<typeof exportOrdersInput>;
export type OrderFilters = Omit<ExportOrdersInput, 'bom'>;
