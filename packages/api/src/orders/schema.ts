import { jobStates } from '@cartwright/db';
import { z } from 'zod';
import { bom } from '../kernel/csv.ts';
import { spanInput } from '../kernel/days.ts';
import { currency, id, minorUnits, quantity, text, timestamp } from '../kernel/fields.ts';
import { pageInput, pageOf } from '../kernel/paging.ts';
import { foundLedgerEntry } from '../products/index.ts';

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

export const address = z
  .strictObject({
    fullName: text({ min: 1, max: 100 }),
    line1: text({ min: 1, max: 200 }),
    line2: text({ max: 200 }).optional(),
    city: text({ min: 1, max: 100 }),
    state: text({ max: 100 }).optional(),
    postalCode: text({ min: 1, max: 20 }),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'use a code of two capital letters such as US')
      .refine(
        (code) => !/^[A-Z]{2}$/.test(code) || regions.of(code) !== undefined,
        'there is no country with this code',
      )
      .describe('ISO 3166-1 alpha-2'),
    phone: text({ max: 40 }).optional(),
  })
  .meta({ id: 'Address' });

const wantedItem = z
  .strictObject({
    variantId: id.optional(),
    productId: id.optional().describe('Instead of `variantId`, for a product with a single variant'),
    quantity,
  })
  .refine((item) => (item.variantId === undefined) !== (item.productId === undefined), {
    path: ['variantId'],
    message: 'give either variantId or productId',
  });

export const paymentInput = z
  .discriminatedUnion('method', [
    z.strictObject({
      method: z.literal('dummy').describe('Takes no money'),
      token: z
        .enum(['ok', 'decline', 'timeout', 'flaky'])
        .default('ok')
        .describe('What happens: it pays, declines, never answers, or answers at the third try'),
    }),
    z.strictObject({ method: z.literal('cod').describe('Cash on delivery') }),
    z.strictObject({
      method: z.literal('stripe').describe('By card and what else Stripe offers'),
      token: z.string().min(1).max(200).describe('The id of a payment method that the client got from Stripe'),
    }),
  ])
  .meta({ id: 'PaymentInput' });

export const placeOrderInput = z.strictObject({
  items: z.array(wantedItem).min(1).max(100).optional().describe('What to order; the cart when left out'),
  shippingAddress: address,
  payment: paymentInput,
  note: text({ max: 1_000 }).optional(),
  expectedTotal: z.number().int().min(0).optional().describe('The total that the customer saw: another one is refused'),
});

export const orderItem = z
  .object({
    variantId: id,
    productId: id,
    name: z.string(),
    sku: z.string(),
    options: z.record(z.string(), z.string()),
    imageUrl: z.string().nullable(),
    unitPrice: minorUnits,
    quantity: z.number().int(),
    lineTotal: z.number().int().min(0).describe('Minor units'),
  })
  .meta({ id: 'OrderItem' });

const amounts = {
  subtotal: z.number().int().min(0).describe('Minor units, as all amounts'),
  discount: z.number().int().min(0),
  shipping: z.number().int().min(0),
  tax: z.number().int().min(0),
  total: z.number().int().min(0).describe('subtotal − discount + shipping + tax'),
  currency,
};

export const quoteProblem = z
  .object({
    code: z.enum(['CART_EMPTY', 'PRODUCT_UNAVAILABLE', 'INSUFFICIENT_STOCK', 'PRICE_CHANGED']),
    message: z.string(),
    variantId: id.optional(),
    available: z.number().int().optional(),
  })
  .meta({ id: 'QuoteProblem' });

export const quote = z
  .object({
    items: z.array(orderItem),
    ...amounts,
    problems: z
      .array(quoteProblem)
      .describe('Everything for which `orders.place` would refuse; empty when it would not'),
  })
  .meta({ id: 'Quote' });

export const orderStatuses = ['pending', 'confirmed', 'processing', 'shipped', 'delivered', 'cancelled'] as const;

export const paymentStatuses = ['unpaid', 'authorised', 'paid', 'failed', 'partially_refunded', 'refunded'] as const;

export const orderEvent = z
  .object({
    type: z.string().describe('Such as `placed`, `paid`, `cancelled`'),
    actor: z.enum(['customer', 'admin', 'system']),
    at: timestamp,
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'OrderEvent' });

export const paymentAction = z
  .object({ type: z.string(), clientSecret: z.string().describe("For the provider's own client library") })
  .meta({ id: 'PaymentAction' });

export const tracking = z
  .object({ carrier: z.string().nullable(), number: z.string().nullable(), url: z.string().nullable() })
  .meta({ id: 'Tracking' });

export const order = z
  .object({
    id,
    number: z.string().describe('For people'),
    status: z.enum(orderStatuses),
    paymentStatus: z.enum(paymentStatuses),
    fulfillmentStatus: z.enum(['unfulfilled', 'shipped', 'delivered']),
    items: z.array(orderItem),
    ...amounts,
    refunded: z.number().int().min(0),
    shippingAddress: address,
    payment: z.object({
      method: z.string(),
      failure: z.string().nullable().describe('Why the last attempt failed'),
      action: paymentAction.nullable().describe('What the customer must do before the payment goes on'),
    }),
    note: z.string().nullable(),
    tracking: tracking.nullable(),
    timeline: z.array(orderEvent),
    allowedTransitions: z.array(z.enum(orderStatuses)).describe('What the caller may do with it next'),
    expiresAt: timestamp.nullable().describe('When it is cancelled if it is not paid'),
    createdAt: timestamp,
  })
  .meta({ id: 'Order' });

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

const refund = z
  .object({
    id,
    paymentId: id,
    amount: minorUnits,
    status: z.enum(['created', 'succeeded', 'failed']),
    reason: z.string().nullable(),
    reference: z.string().nullable().describe("The provider's own id"),
    failure: z.string().nullable(),
    actor: z.string().describe('Who asked for it: `user:<id>`, `job:<name>` or `cli`'),
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

export const orderPage = pageOf(order).meta({ id: 'OrderPage' });

export const listOrdersInput = z.strictObject(pageInput);

export const getOrderInput = z.strictObject({
  idOrNumber: text({ min: 1, max: 64 }).describe('The id or the number of an order'),
});

const reason = text({ min: 1, max: 500 });
const orderId = { id: id.describe("An order's id") };

export const cancelOrderInput = z.strictObject({ ...orderId, reason: reason.optional() });

export const payOrderInput = z.strictObject({ ...orderId, payment: paymentInput });

const trackingInput = z.strictObject({
  carrier: text({ min: 1, max: 100 }).optional(),
  number: text({ min: 1, max: 100 }).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
});

export const setStatusInput = z.strictObject({
  ...orderId,
  status: z.enum(orderStatuses).exclude(['pending']),
  tracking: trackingInput.optional().describe('With `shipped`'),
  reason: reason.optional().describe('With `cancelled`'),
});

export const markPaidInput = z.strictObject({
  ...orderId,
  reference: text({ min: 1, max: 200 }).optional().describe('Such as the number of a bank transfer'),
});

export const refundOrderInput = z
  .strictObject({
    ...orderId,
    amount: minorUnits.min(1).optional(),
    lines: z
      .array(z.strictObject({ variantId: id, quantity: z.number().int().min(1) }))
      .min(1)
      .max(100)
      .optional(),
    restock: z.boolean().default(false).describe('Put the pieces of the refunded lines back into stock'),
    reason: reason.optional(),
  })
  .superRefine((input, context) => {
    if (input.amount !== undefined && input.lines !== undefined) {
      context.addIssue({ code: 'custom', path: ['amount'], message: 'give an amount or lines, not both' });
    }
    if (input.amount !== undefined && input.restock) {
      context.addIssue({
        code: 'custom',
        path: ['restock'],
        message: 'needs `lines`: an amount says nothing of pieces',
      });
    }
  });

const orderFilters = {
  status: z.enum(orderStatuses).optional(),
  paymentStatus: z.enum(paymentStatuses).optional(),
  customer: id.optional().describe("A user's id"),
  q: text({ min: 1, max: 100 }).optional().describe('A part of the number or of the e-mail address'),
  ...spanInput,
};

export const listAllOrdersInput = z.strictObject({ ...orderFilters, ...pageInput });

export const exportOrdersInput = z.strictObject({ ...orderFilters, bom });

export type Address = z.output<typeof address>;
export type PlaceOrderInput = z.output<typeof placeOrderInput>;
export type OrderItem = z.output<typeof orderItem>;
export type Quote = z.output<typeof quote>;
export type QuoteProblem = z.output<typeof quoteProblem>;
export type Order = z.output<typeof order>;
export type AdminOrder = z.output<typeof adminOrder>;
export type OrderStatus = Order['status'];
export type PaymentStatus = Order['paymentStatus'];
export type PaymentInput = z.output<typeof paymentInput>;
export type CancelOrderInput = z.output<typeof cancelOrderInput>;
export type PayOrderInput = z.output<typeof payOrderInput>;
export type SetStatusInput = z.output<typeof setStatusInput>;
export type MarkPaidInput = z.output<typeof markPaidInput>;
export type RefundOrderInput = z.output<typeof refundOrderInput>;
export type ListAllOrdersInput = z.output<typeof listAllOrdersInput>;
export type ExportOrdersInput = z.output<typeof exportOrdersInput>;
export type OrderFilters = Omit<ExportOrdersInput, 'bom'>;
export type ListOrdersInput = z.output<typeof listOrdersInput>;
