import { z } from 'zod';
import { address, addressInput } from '../kernel/addresses/schema.ts';
import type { ById } from '../kernel/by-id.ts';
import { currency, id, minorUnits, quantity, text, timestamp, variantOrProduct } from '../kernel/fields.ts';
import { oneOf } from '../kernel/one-of.ts';
import { pageInput, pageOf } from '../kernel/paging.ts';
import { eventSchema } from './events/event-types.ts';

const wantedItem = oneOf({ quantity }, variantOrProduct.choices, variantOrProduct.complaint);

export const paymentInput = z
  .discriminatedUnion('method', [
    z.strictObject({
      method: z.literal('dummy').describe('For tests. Takes no money'),
      token: z
        .enum(['ok', 'decline', 'timeout', 'flaky'])
        .default('ok')
        .describe('The outcome: pays, declines, never answers, or answers at the third try'),
    }),
    z.strictObject({ method: z.literal('cod').describe('Cash on delivery') }),
    z.strictObject({
      method: z.literal('stripe').describe('Card and the other methods of Stripe'),
      token: z.string().min(1).max(200).describe('The id of a payment method from Stripe'),
    }),
  ])
  .meta({ id: 'PaymentInput' });

export const placeOrderInput = z.strictObject({
  items: z
    .array(wantedItem)
    .min(1)
    .max(100)
    .optional()
    .describe('The items to order. Without them the server orders the cart'),
  shippingAddress: addressInput,
  payment: paymentInput,
  note: text({ max: 1_000 }).optional(),
  expectedTotal: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('The total that the customer saw. The server refuses the order if the total differs'),
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

/** An item of a placed order. The quantity to pack is `quantity` minus `cancelledQuantity`. */
export const orderedItem = orderItem
  .extend({
    cancelledQuantity: z
      .number()
      .int()
      .min(0)
      .describe('The quantity cancelled before shipping, which is not to be packed'),
    returnedQuantity: z.number().int().min(0).describe('The quantity that came back into stock after shipping'),
  })
  .meta({ id: 'OrderedItem' });

const amounts = {
  subtotal: z.number().int().min(0).describe('In minor units, like all amounts'),
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
    shippingAddress: address,
    note: z.string().nullable(),
    problems: z
      .array(quoteProblem)
      .describe('Every reason for which `orders.place` would refuse the order. Empty if it would accept it'),
  })
  .meta({ id: 'Quote' });

export const orderStatuses = ['pending', 'confirmed', 'processing', 'shipped', 'delivered', 'cancelled'] as const;

export const paymentStatuses = ['unpaid', 'authorised', 'paid', 'failed', 'partially_refunded', 'refunded'] as const;

/** The events of an order that answers show. Refunds and tracking can add more. */
export const mostEvents = 100;

export const orderEvent = eventSchema(
  z
    .string()
    .optional()
    .describe('The same id as in the streams. Absent in the answer of the call that wrote the event'),
  {},
).meta({ id: 'OrderEvent' });

export const paymentAction = z
  .object({ type: z.string(), clientSecret: z.string().describe('The secret for the client library of the provider') })
  .meta({ id: 'PaymentAction' });

export const tracking = z
  .object({ carrier: z.string().nullable(), number: z.string().nullable(), url: z.string().nullable() })
  .meta({ id: 'Tracking' });

export const order = z
  .object({
    id,
    number: z.string().describe('The readable number of the order'),
    status: z.enum(orderStatuses),
    paymentStatus: z.enum(paymentStatuses),
    fulfillmentStatus: z.enum(['unfulfilled', 'shipped', 'delivered']),
    items: z.array(orderedItem),
    ...amounts,
    refunded: z.number().int().min(0),
    shippingAddress: address,
    payment: z.object({
      method: z.string(),
      failure: z.string().nullable().describe('The reason for which the last attempt failed'),
      action: paymentAction.nullable().describe('The step that the customer must take before the payment continues'),
    }),
    note: z.string().nullable(),
    tracking: tracking.nullable(),
    timeline: z
      .array(orderEvent)
      .max(mostEvents)
      .describe(`The newest ${mostEvents} events of the order, oldest first`),
    allowedTransitions: z
      .array(z.enum(orderStatuses))
      .max(orderStatuses.length)
      .describe('The statuses that the caller may move the order to'),
    expiresAt: timestamp
      .nullable()
      .describe('The time at which the server cancels an unpaid order. It moves while a payment is on its way'),
    createdAt: timestamp,
  })
  .meta({ id: 'Order' });

/** The open orders that an answer to an erasure names. */
export const mostOpenOrders = 100;

export const orderPage = pageOf(order).meta({ id: 'OrderPage' });

export const listOrdersInput = z.strictObject(pageInput);

export const namedOrder = { idOrNumber: text({ min: 1, max: 64 }).describe('The id or the number of an order') };

export const getOrderInput = z.strictObject(namedOrder);

export const reason = text({ min: 1, max: 500 });

export const cancelOrderInput = z.strictObject({ ...namedOrder, reason: reason.optional() });

export const payOrderInput = z.strictObject({ ...namedOrder, payment: paymentInput });

export type PlaceOrderInput = z.output<typeof placeOrderInput>;
export type OrderItem = z.output<typeof orderItem>;
export type OrderedItem = z.output<typeof orderedItem>;
export type Quote = z.output<typeof quote>;
export type QuoteProblem = z.output<typeof quoteProblem>;
export type Order = z.output<typeof order>;
export type OrderStatus = Order['status'];
export type PaymentStatus = Order['paymentStatus'];
export type PaymentInput = z.output<typeof paymentInput>;
export type CancelOrderInput = ById<z.output<typeof cancelOrderInput>, 'idOrNumber'>;
export type PayOrderInput = ById<z.output<typeof payOrderInput>, 'idOrNumber'>;
export type ListOrdersInput = z.output<typeof listOrdersInput>;
