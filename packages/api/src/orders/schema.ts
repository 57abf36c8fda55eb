import { address, addressInput, quotedAddress, quotedAddressInput } from '@cartwright/kernel/addresses/schema';
import type { ById } from '@cartwright/kernel/by-id';
import {
  currency,
  emailAddress,
  id,
  minorUnits,
  quantity,
  text,
  timestamp,
  variantOrProduct,
} from '@cartwright/kernel/fields';
import { oneOf } from '@cartwright/kernel/one-of';
import { pageInput, pageOf } from '@cartwright/kernel/paging';
import { z } from 'zod';
import { maxCodes } from '../cart/index.ts';
import { code, codeReason, promotionCode, vatEffect } from '../pricing/index.ts';
import { eventSchema } from './events/event-types.ts';
import { mostReturns, orderReturn } from './returns/view.ts';

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

const shippingMethod = id
  .optional()
  .describe('The id of a shipping method that fits the order. Can be left out if only one does');

export const placeOrderInput = z.strictObject({
  items: z
    .array(wantedItem)
    .min(1)
    .max(100)
    .optional()
    .describe('The items to order. Without them the server orders the cart'),
  shippingAddress: addressInput,
  billingAddress: addressInput
    .optional()
    .describe('The address on the invoice. Leave it out if it is the shipping address'),
  shippingMethod,
  codes: z
    .array(code)
    .max(maxCodes)
    .optional()
    .describe("The codes of promotions. Without them the server takes the cart's codes, if it orders the cart"),
  payment: paymentInput,
  email: emailAddress
    .optional()
    .describe('The address of a guest, for news about the order. An account leaves it out, or sends its own'),
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
    lineTotal: z.number().int().min(0).describe('`unitPrice` × `quantity`, in minor units'),
    discount: z.number().int().min(0).describe('The discounts of this line'),
    tax: z.number().int().min(0).describe('The tax of this line'),
  })
  .meta({ id: 'OrderItem' });

/** An item of a placed order. The quantity to pack is `quantity` − `cancelledQuantity` − `shippedQuantity`. */
export const orderedItem = orderItem
  .extend({
    cancelledQuantity: z
      .number()
      .int()
      .min(0)
      .describe('The quantity cancelled before shipping, which is not to be packed'),
    shippedQuantity: z.number().int().min(0).describe('The quantity in shipments'),
    returnedQuantity: z
      .number()
      .int()
      .min(0)
      .describe('The quantity that came back after shipping, into stock or written off'),
  })
  .meta({ id: 'OrderedItem' });

const amounts = {
  subtotal: z.number().int().min(0).describe('In minor units, like all amounts'),
  discount: z.number().int().min(0).describe('The discounts of lines and of shipping'),
  shipping: z.number().int().min(0).describe('Shipping before its discounts'),
  fee: z.number().int().min(0),
  tax: z.number().int().min(0),
  taxIncluded: z.number().int().min(0).describe('The part of `tax` that the prices contain'),
  total: z.number().int().min(0).describe('subtotal − discount + shipping + fee + tax − taxIncluded'),
  currency,
};

export const adjustment = z
  .object({
    target: z.enum(['line', 'shipping', 'order']).describe('The part of the order that the amount belongs to'),
    line: z.number().int().nullable().describe('The index of the item, for the target `line`'),
    kind: z.enum(['discount', 'tax', 'shipping', 'fee']),
    amount: z.number().int().describe('In minor units. A discount is below 0'),
    base: z.number().int().describe('The amount that this one was computed from'),
    basisPoints: z.number().nullable().describe('The rate in hundredths of a percent, if there is one'),
    sourceId: id.nullable().describe('The id of the promotion, tax rate or shipping method'),
    label: z.string().describe('The reason, such as `VAT 19 %`'),
    included: z.boolean().describe('Whether it is a tax that the prices contain'),
  })
  .meta({ id: 'Adjustment' });

export const shippingOption = z
  .object({
    id,
    name: z.string(),
    price: minorUnits,
    minDays: z.number().int().nullable().describe('The least number of days until delivery'),
    maxDays: z.number().int().nullable().describe('The greatest number of days until delivery'),
    pickup: z.boolean().describe('Whether the customer picks the goods up at the store'),
  })
  .meta({ id: 'ShippingOption' });

/** The most adjustments of an order: a discount and the taxes of each of 100 lines, and those of shipping. */
export const mostAdjustments = 2_000;

const adjustments = z
  .array(adjustment)
  .max(mostAdjustments)
  .describe('Every amount beside the prices of the lines, with its reason');

export const quoteProblem = z
  .object({
    code: z.enum([
      'CART_EMPTY',
      'PRODUCT_UNAVAILABLE',
      'INSUFFICIENT_STOCK',
      'PROMOTION_NOT_APPLICABLE',
      'PROMOTION_EXHAUSTED',
      'SHIPPING_UNAVAILABLE',
      'PRICE_CHANGED',
    ]),
    message: z.string(),
    variantId: id.optional(),
    available: z.number().int().optional(),
    promotionCode: promotionCode.optional(),
    reason: codeReason.optional(),
  })
  .meta({ id: 'QuoteProblem' });

export const quote = z
  .object({
    items: z.array(orderItem),
    ...amounts,
    adjustments,
    shippingOptions: z
      .array(shippingOption)
      .max(200)
      .describe('The shipping methods that fit the order, the lowest price first'),
    shippingMethod: id
      .nullable()
      .describe('The id of the method that the amounts contain. Null if one has to be chosen'),
    shippingAddress: quotedAddress,
    vat: vatEffect.nullable(),
    note: z.string().nullable(),
    problems: z
      .array(quoteProblem)
      .describe('Every reason for which `orders.place` would refuse the order. Empty if it would accept it'),
  })
  .meta({ id: 'Quote' });

export const quoteOrderInput = placeOrderInput.extend({
  shippingAddress: quotedAddressInput,
  payment: paymentInput.optional(),
});

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

/** The shipments that an order can have. */
export const mostShipments = 100;

export const fulfillmentStatuses = [
  'unfulfilled',
  'partially_shipped',
  'shipped',
  'partially_delivered',
  'delivered',
  'returned',
] as const;

export const shipmentStatuses = ['shipped', 'delivered', 'returned_to_sender'] as const;

const shipment = z
  .object({
    id,
    status: z.enum(shipmentStatuses),
    lines: z
      .array(z.object({ variantId: id, quantity: z.number().int().min(1) }))
      .max(100)
      .describe('The goods in this shipment'),
    tracking,
    shippedAt: timestamp,
    deliveredAt: timestamp.nullable(),
    returnedAt: timestamp.nullable().describe('The time at which the carrier brought the goods back'),
    restocked: z
      .boolean()
      .nullable()
      .describe('For a shipment that was returned to sender: whether its goods went into stock or were written off'),
  })
  .meta({ id: 'Shipment' });

export const order = z
  .object({
    id,
    number: z.string().describe('The readable number of the order'),
    status: z.enum(orderStatuses),
    paymentStatus: z.enum(paymentStatuses),
    fulfillmentStatus: z
      .enum(fulfillmentStatuses)
      .describe('Follows from the items and the shipments. `returned`: everything that was shipped came back'),
    items: z.array(orderedItem),
    ...amounts,
    adjustments,
    revision: z.number().int().describe('Grows with each change of what was ordered'),
    refunded: z.number().int().min(0),
    version: z.number().int().describe('Grows with each correction of the addresses. Send it with the next one'),
    shippingAddress: address,
    billingAddress: address.nullable().describe('Null if it is the shipping address'),
    vat: vatEffect.nullable(),
    payment: z.object({
      method: z.string(),
      failure: z.string().nullable().describe('The reason for which the last attempt failed'),
      action: paymentAction.nullable().describe('The step that the customer must take before the payment continues'),
    }),
    note: z.string().nullable(),
    tracking: tracking.nullable().describe('The tracking of the newest shipment'),
    shipments: z.array(shipment).max(mostShipments).describe('Oldest first'),
    returns: z.array(orderReturn).max(mostReturns).describe('Oldest first'),
    withdrawalEndsAt: timestamp
      .nullable()
      .describe('The end of the time for a withdrawal. Null until everything is delivered, because it begins then'),
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

export const placedOrder = order
  .extend({
    orderToken: z
      .string()
      .optional()
      .describe(
        'For a guest: the token that opens this order, as the header `X-Order-Token`. Keep it for the customer',
      ),
  })
  .meta({ id: 'PlacedOrder' });

/** The open orders that an answer to an erasure names. */
export const mostOpenOrders = 100;

export const orderPage = pageOf(order).meta({ id: 'OrderPage' });

export const listOrdersInput = z.strictObject(pageInput);

export const namedOrder = { idOrNumber: text({ min: 1, max: 64 }).describe('The id or the number of an order') };

export const getOrderInput = z.strictObject(namedOrder);

export const reason = text({ min: 1, max: 500 });

export const cancelOrderInput = z.strictObject({ ...namedOrder, reason: reason.optional() });

const corrections = {
  shippingAddress: addressInput,
  billingAddress: addressInput.nullable().describe('Null for the shipping address'),
};

const version = z.number().int().min(1).describe('The `version` of the order that the correction is based on');

export const updateAddressInput = z.strictObject({
  ...namedOrder,
  version,
  shippingAddress: corrections.shippingAddress,
  billingAddress: corrections.billingAddress
    .optional()
    .describe('Null for the shipping address. Left out, it keeps its value'),
});

export const updateOrderInput = z.strictObject({
  ...namedOrder,
  version,
  shippingAddress: corrections.shippingAddress.optional(),
  billingAddress: corrections.billingAddress.optional(),
  email: emailAddress.optional().describe('The address for news about the order. Links of earlier e-mails end with it'),
});

export const payOrderInput = z.strictObject({ ...namedOrder, payment: paymentInput });

export type PlaceOrderInput = z.output<typeof placeOrderInput>;
export type QuoteOrderInput = z.output<typeof quoteOrderInput>;
export type OrderItem = z.output<typeof orderItem>;
export type OrderedItem = z.output<typeof orderedItem>;
export type Quote = z.output<typeof quote>;
export type QuoteProblem = z.output<typeof quoteProblem>;
export type Order = z.output<typeof order>;
export type PlacedOrder = z.output<typeof placedOrder>;
export type OrderStatus = Order['status'];
export type PaymentStatus = Order['paymentStatus'];
export type FulfillmentStatus = Order['fulfillmentStatus'];
export type PaymentInput = z.output<typeof paymentInput>;
export type CancelOrderInput = ById<z.output<typeof cancelOrderInput>, 'idOrNumber'>;
export type UpdateAddressInput = ById<z.output<typeof updateAddressInput>, 'idOrNumber'>;
export type UpdateOrderInput = ById<z.output<typeof updateOrderInput>, 'idOrNumber'>;
export type PayOrderInput = ById<z.output<typeof payOrderInput>, 'idOrNumber'>;
export type ListOrdersInput = z.output<typeof listOrdersInput>;
