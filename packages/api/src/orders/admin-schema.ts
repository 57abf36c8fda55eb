import { jobStates } from '@cartwright/db';
import { actorField } from '@cartwright/kernel/actor';
import type { ById } from '@cartwright/kernel/by-id';
import { bom } from '@cartwright/kernel/csv';
import { spanInput } from '@cartwright/kernel/days';
import { id, minorUnits, text, timestamp } from '@cartwright/kernel/fields';
import { oneOf } from '@cartwright/kernel/one-of';
import { pageInput } from '@cartwright/kernel/paging';
import { z } from 'zod';
import { foundLedgerEntry } from '../products/index.ts';
import { taxByRate } from './refund/read-refunds.ts';
import { fulfillmentStatuses, namedOrder, order, orderStatuses, paymentStatuses, reason } from './schema.ts';
import { trackingInput } from './shipments/schema.ts';

const paymentAttempt = z
  .object({
    id,
    provider: z.string(),
    status: z.enum(['created', 'authorised', 'captured', 'failed', 'voided']),
    amount: minorUnits,
    captured: minorUnits,
    refunded: minorUnits,
    reference: z.string().nullable().describe('The id at the provider'),
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
    reference: z.string().nullable().describe('The id at the provider'),
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
    fee: minorUnits.describe('The part of the price that the store kept'),
    taxes: taxByRate.describe('The tax in `amount`, an entry for each rate'),
  })
  .meta({ id: 'RefundedLine' });

const refund = z
  .object({
    id,
    returnId: id.nullable().describe('The return that the refund was made with'),
    amount: minorUnits,
    shipping: minorUnits.describe('The part of `amount` that is for shipping'),
    status: z
      .enum(['created', 'succeeded', 'failed', 'partially_failed'])
      .describe('`created` until every attempt has ended. A failed amount can be refunded again'),
    reason: z.string().nullable(),
    actor: actorField,
    taxes: taxByRate.describe('The tax in `amount`, an entry for each rate'),
    lines: z.array(refundedLine).describe('The parts of the amount that belong to items. The rest belongs to no item'),
    attempts: z.array(refundAttempt).describe('One attempt for each payment that the refund takes from'),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Refund' });

const sentMail = z
  .object({
    template: z.string(),
    refundId: id.nullable().describe('The refund that the e-mail is about'),
    shipmentId: id.nullable().describe('The shipment that the e-mail is about'),
    returnId: id.nullable().describe('The return that the e-mail is about'),
    sentAt: timestamp,
  })
  .meta({ id: 'SentMail' });

const orderJob = z
  .object({
    id: z.string(),
    name: z.string().describe('Such as `orders.sendOrderMail`'),
    state: z.enum(jobStates).describe('`failed`: the job has used all its attempts and waits for a person'),
    attempts: z.number().int(),
    maxAttempts: z.number().int(),
    runAt: timestamp.describe('The time of the next run, or of the run that is due'),
    lastError: z.string().nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'OrderJob' });

/** The rows of each kind that an order shows to admins. Only stock changes can be more: an order of 100 lines has several of each. */
export const mostParts = 100;
export const mostLedgerRows = 500;

export const adminOrder = order
  .extend({
    customer: z.object({
      id: id.nullable().describe('Null for a guest, and after the account was erased'),
      email: z.string(),
      name: z.string(),
    }),
    payments: z.array(paymentAttempt).max(mostParts).describe(`The newest ${mostParts} payment attempts, oldest first`),
    refunds: z.array(refund).max(mostParts).describe(`The newest ${mostParts} refunds, oldest first`),
    ledger: z
      .array(foundLedgerEntry)
      .max(mostLedgerRows)
      .describe(
        `The newest ${mostLedgerRows} stock changes of the order, oldest first. \`admin.inventory.ledger\` with this \`order\` returns all`,
      ),
    mails: z
      .array(sentMail)
      .max(mostParts)
      .describe(`The newest ${mostParts} e-mails about the order, its shipments and the refunds shown, oldest first`),
    jobs: z
      .array(orderJob)
      .max(mostParts)
      .describe(
        `The newest ${mostParts} jobs of the order that wait, run or have failed. A finished job is not listed`,
      ),
  })
  .meta({ id: 'AdminOrder' });

export const setStatusInput = z
  .strictObject({
    ...namedOrder,
    status: z.enum(orderStatuses).exclude(['pending']),
    tracking: trackingInput
      .optional()
      .describe(
        'With `shipped` or `delivered`, also at a later time for the newest shipment. Fields that are left out keep their values',
      ),
    reason: reason.optional().describe('With `cancelled`'),
    restock: z
      .boolean()
      .optional()
      .describe(
        'With `cancelled`, for a shipped order: whether the goods came back into stock. By default they are written off. ' +
          'Goods that were not shipped always return to stock',
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

const restock = z.boolean().default(false).describe('Whether the refunded quantities go back into stock');
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
  fulfillmentStatus: z.enum(fulfillmentStatuses).optional(),
  customer: id.optional().describe('The id of an account'),
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
