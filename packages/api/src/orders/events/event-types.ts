import type { Tables } from '@cartwright/db';
import { timestamp } from '@cartwright/kernel/fields';
import { inArray, type SQL } from 'drizzle-orm';
import { z } from 'zod';

const amount = z.number().int().min(0).describe('In minor units');
const code = z.string().describe('A code of the shop or of the provider, such as `insufficient_funds`');
const words = z.string().optional();
const shipmentId = z.uuid().describe('The id of the shipment');
const returnId = z.uuid().describe('The id of the return');
const count = z.number().int().min(0);

/**
 * A type of event: when the shop writes it, and its `data`. Rows of events can never be erased, so `data` takes no text
 * that a person wrote. Those are `texts`: columns of other tables, which a reader of the event sees in `data` too.
 */
function eventType<Data extends z.ZodRawShape, Texts extends z.ZodRawShape>(when: string, data: Data, texts: Texts) {
  return { when, data: z.object(data), shown: z.object({ ...data, ...texts }) };
}

/** Every type of event. The streams, the timelines, OpenAPI, the SDK and docs/realtime.md have them from here. */
export const eventTypes = {
  placed: eventType('The customer placed the order', {}, {}),
  payment_started: eventType('The customer started another payment attempt', {}, {}),
  payment_action_required: eventType('The payment waits for a step of the customer, such as 3-D Secure', {}, {}),
  payment_failed: eventType('A payment attempt failed', { reason: code }, {}),
  paid: eventType(
    'The total was captured, or an admin recorded it',
    { amount },
    { reference: words.describe('The reference that the admin wrote') },
  ),
  paid_late: eventType('Money came after the order stopped waiting for it. The shop refunds it', { amount }, {}),
  paid_wrong_amount: eventType('Money came that is not the total. The shop refunds it', { amount }, {}),
  expiry_postponed: eventType(
    'The order expires later, because money is on its way or the provider does not answer',
    { reason: z.enum(['payment_pending', 'no_answer']), until: z.iso.datetime().describe('The new end, ISO 8601') },
    {},
  ),
  confirmed: eventType('The order is paid, or will be paid on delivery', {}, {}),
  processing: eventType('An admin began to prepare the order', {}, {}),
  shipped: eventType('A shipment left the shop', { shipmentId }, {}),
  corrected: eventType(
    'The customer or an admin corrected an address',
    { fields: z.array(z.enum(['shippingAddress', 'billingAddress', 'email'])).max(3) },
    {},
  ),
  tracking_changed: eventType('An admin changed the tracking of a shipment', { shipmentId }, {}),
  delivered: eventType('A shipment reached the customer', { shipmentId }, {}),
  returned_to_sender: eventType(
    'The carrier brought a shipment back',
    { shipmentId, restock: z.boolean().describe('True if the goods went into stock, false if written off') },
    {},
  ),
  rest_cancelled: eventType(
    'An admin cancelled what was left to ship of an order that was shipped in part',
    { quantity: z.number().int().min(1).describe('The cancelled quantity') },
    { reason: words.describe('The reason, in the words of the person') },
  ),
  cancelled: eventType(
    'The customer or an admin cancelled the order, or it expired',
    {
      by: z.enum(['customer', 'store', 'expiry']),
      restock: z
        .boolean()
        .optional()
        .describe('For goods that were refused at the door: true if they went into stock, false if written off'),
    },
    { reason: words.describe('The reason, in the words of the person or of the shop') },
  ),
  return_requested: eventType(
    'The customer or an admin requested a return, or the customer withdrew',
    { returnId, kind: z.enum(['return', 'withdrawal']) },
    { reason: words.describe('The reason, in the words of the person') },
  ),
  return_approved: eventType('The goods of a return may be sent', { returnId }, {}),
  return_rejected: eventType(
    'An admin rejected a return',
    { returnId },
    { reason: words.describe('The reason, in the words of the store') },
  ),
  return_received: eventType(
    'Goods of a return arrived',
    {
      returnId,
      restocked: count.describe('The quantity that went into stock'),
      writtenOff: count.describe('The quantity that was written off'),
    },
    {},
  ),
  return_closed: eventType('An admin ended a return', { returnId }, {}),
  refund_requested: eventType(
    'A refund began',
    { amount },
    { reason: words.describe('The reason, in the words of the person or of the shop') },
  ),
  refunded: eventType('A provider carried out a refund', { amount }, {}),
  refund_failed: eventType('A provider did not carry out a refund', { amount, reason: code }, {}),
} as const;

export type EventType = keyof typeof eventTypes;

/** The type of an event with its data, as it is stored. */
export type EventFacts = {
  readonly [Type in EventType]: {
    readonly type: Type;
    readonly data: Readonly<z.output<(typeof eventTypes)[Type]['data']>>;
  };
}[EventType];

export const eventTypeNames = Object.keys(eventTypes).filter(isEventType);

export function isEventType(name: string): name is EventType {
  return Object.hasOwn(eventTypes, name);
}

/** Leaves out events that a newer version wrote while servers of both versions run. */
export function isKnownEvent({ type }: Tables['orderEvents']): SQL {
  return inArray(type, eventTypeNames);
}

const actor = z.enum(['customer', 'admin', 'system']);

type Variant<Id extends z.ZodType, More extends z.ZodRawShape, Type extends EventType> = z.ZodObject<
  {
    id: Id;
    type: z.ZodLiteral<Type>;
    actor: typeof actor;
    at: typeof timestamp;
    data: (typeof eventTypes)[Type]['shown'];
  } & More
>;
type AnyVariant<Id extends z.ZodType, More extends z.ZodRawShape> = {
  [Type in EventType]: Variant<Id, More, Type>;
}[EventType];

/** The schema of an event: one object for each type, with an `id` and `more` fields. */
export function eventSchema<Id extends z.ZodType, More extends z.ZodRawShape>(id: Id, more: More) {
  const variants = eventTypeNames.map((type) => {
    const { when, shown: data } = eventTypes[type];
    return z.object({ id, type: z.literal(type).describe(when), actor, at: timestamp, data, ...more });
  });
  // The loop makes one variant for each name, which TypeScript cannot follow through `map`.
  type Variants = readonly [AnyVariant<Id, More>, ...AnyVariant<Id, More>[]];
  return z.discriminatedUnion('type', variants as unknown as Variants);
}
