import type { Tables } from '@cartwright/db';
import { parseActor } from '@cartwright/kernel/actor';
import { address } from '@cartwright/kernel/addresses/schema';
import type { Shop } from '@cartwright/kernel/shop';
import { z } from 'zod';
import type { Adjustment } from '../../pricing/index.ts';
import { eventIdOf } from '../events/event-id.ts';
import { writtenTexts } from '../events/facts.ts';
import { fulfillmentStatusOf } from '../lifecycle/fulfillment.ts';
import { goodsOf } from '../lifecycle/goods.ts';
import { allowedTransitions } from '../lifecycle/transitions.ts';
import { type ReturnWithLines, toReturn } from '../returns/read.ts';
import { withdrawalEndsAt } from '../returns/withdrawal.ts';
import { type Order, type OrderedItem, orderEvent, paymentAction } from '../schema.ts';
import { toAdjustment } from './priced-rows.ts';
import { toItem } from './to-item.ts';

export type OrderRow = Tables['orders']['$inferSelect'];
export type PaymentRow = Tables['payments']['$inferSelect'];
/** An event that is not stored yet has no number, because the database assigns it. */
type EventRow = Omit<Tables['orderEvents']['$inferSelect'], 'id' | 'subjectId'> & {
  readonly id?: number;
  readonly subjectId?: string | null;
  /** The reason of the refund that the event is about. */
  readonly refundReason?: string | null;
  /** The reason of the return that the event is about, and of its rejection. */
  readonly returnReason?: string | null;
  readonly rejectReason?: string | null;
};
type ShipmentLineRow = Tables['shipmentLines']['$inferSelect'];
export type ShipmentRow = Tables['shipments']['$inferSelect'];
export type ShipmentWithLines = ShipmentRow & { readonly lines: readonly Omit<ShipmentLineRow, 'shipmentId'>[] };
export type AdjustmentRow = Tables['orderAdjustments']['$inferSelect'];
export type LineRow = Tables['orderLines']['$inferSelect'];

/** The rows that belong to an order, each kind sorted. */
export interface OrderParts {
  readonly lines: readonly LineRow[];
  readonly adjustments: readonly AdjustmentRow[];
  readonly payments: readonly PaymentRow[];
  readonly events: readonly EventRow[];
  readonly shipments: readonly ShipmentWithLines[];
  readonly returns: readonly ReturnWithLines[];
}

export type Viewer = 'customer' | 'admin';

const storedData = z.record(z.string(), z.unknown());

/** Builds an order for callers from its rows. */
export function toOrder(
  shop: Shop,
  row: OrderRow,
  { lines, adjustments: rows, payments, events, shipments, returns }: OrderParts,
  viewer: Viewer,
): Order {
  const last = payments.at(-1);
  const adjustments = rows.map(toAdjustment);
  const goods = goodsOf(row.status, lines, shipments);
  const sent = shipments.map((shipment) => toShipment(shipment, lines));
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    paymentStatus: paymentStatusOf(payments),
    fulfillmentStatus: fulfillmentStatusOf(goods),
    items: lines.map((line) => toOrderedItem(shop, line, adjustments)),
    subtotal: row.subtotal,
    discount: row.discount,
    shipping: row.shipping,
    fee: row.fee,
    tax: row.tax,
    taxIncluded: row.taxIncluded,
    total: row.total,
    currency: row.currency,
    adjustments,
    revision: row.revision,
    refunded: payments.reduce((sum, { refunded }) => sum + refunded, 0),
    version: row.version,
    shippingAddress: address.parse(row.shippingAddress),
    billingAddress: row.billingAddress === null ? null : address.parse(row.billingAddress),
    vat: row.vatStatus && { number: row.vatNumber, status: row.vatStatus },
    payment: {
      method: row.paymentMethod,
      failure: last?.failure ?? null,
      action: last?.action ? paymentAction.parse(last.action) : null,
    },
    note: row.note,
    tracking: sent.at(-1)?.tracking ?? null,
    shipments: sent,
    returns: returns.map((one) => toReturn(one, lines)),
    withdrawalEndsAt: withdrawalEndsAt(shop, row, lines, shipments),
    timeline: events.map(({ id, type, actor, createdAt, subjectId, data, ...texts }) => {
      const written = {
        cancelReason: row.cancelReason,
        refundReason: texts.refundReason,
        returnReason: texts.returnReason,
        rejectReason: texts.rejectReason,
        paymentReference: payments.find(({ id }) => id === subjectId)?.reference,
      };
      return orderEvent.parse({
        ...(id !== undefined && { id: eventIdOf({ number: id, orderId: row.id, type, at: createdAt }) }),
        type,
        actor: actorInTimeline(row, actor),
        at: createdAt,
        data: { ...storedData.parse(data), ...writtenTexts(type, written) },
      });
    }),
    allowedTransitions: allowedTransitions(row.status, viewer, {
      ...goods,
      isPaid: payments.some(({ status }) => status === 'captured'),
    }),
    expiresAt: row.status === 'pending' ? row.expiresAt : null,
    createdAt: row.createdAt,
  };
}

function toOrderedItem(shop: Shop, line: LineRow, adjustments: readonly Adjustment[]): OrderedItem {
  const { cancelledQuantity, shippedQuantity, returnedQuantity } = line;
  return { ...toItem(shop, line, adjustments), cancelledQuantity, shippedQuantity, returnedQuantity };
}

function toShipment(shipment: ShipmentWithLines, lines: readonly LineRow[]): Order['shipments'][number] {
  const { id, status, carrier, trackingNumber, trackingUrl, restocked, shippedAt, deliveredAt, returnedAt } = shipment;
  return {
    id,
    status,
    lines: shipment.lines.flatMap(({ position, quantity }) => {
      const line = lines.find((one) => one.position === position);
      return line ? [{ variantId: line.variantId, quantity }] : [];
    }),
    tracking: { carrier, number: trackingNumber, url: trackingUrl },
    shippedAt,
    deliveredAt,
    returnedAt,
    restocked,
  };
}

/** Derives the payment status from the attempts. It is never set by hand. */
function paymentStatusOf(payments: readonly PaymentRow[]): Order['paymentStatus'] {
  const captured = payments.reduce((sum, payment) => sum + payment.captured, 0);
  const refunded = payments.reduce((sum, payment) => sum + payment.refunded, 0);
  if (payments.some(({ status }) => status === 'captured')) {
    if (refunded === 0) return 'paid';
    return refunded < captured ? 'partially_refunded' : 'refunded';
  }
  const last = payments.at(-1)?.status;
  if (last === 'authorised') return 'authorised';
  return last === 'failed' ? 'failed' : 'unpaid';
}

/** The role that a timeline shows for an actor. Names stay internal. */
export function actorInTimeline(row: Pick<OrderRow, 'userId'>, actor: string): 'customer' | 'admin' | 'system' {
  const parsed = parseActor(actor);
  switch (parsed?.kind) {
    case 'customer':
      return 'customer';
    case 'user':
      return parsed.id === row.userId ? 'customer' : 'admin';
    case 'key':
      return 'admin';
    default:
      return 'system';
  }
}
