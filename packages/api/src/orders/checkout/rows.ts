import { newId } from '@cartwright/kernel/ids';
import { type Adjustment, toMillionths } from '../../pricing/index.ts';
import type { AdjustmentRow, LineRow, OrderRow } from '../read/to-order.ts';
import type { DraftLine } from './draft.ts';
import { newOrderNumber } from './number.ts';
import type { AcceptedOrder } from './plan.ts';

/** Cash on delivery is confirmed at once. Every other method waits for its payment. */
export function toOrderRow(
  { call: { ctx, input }, plan: { customer, draft, cart } }: AcceptedOrder,
  at: Date,
): OrderRow {
  const { settings } = ctx.shop;
  const waits = input.payment.method !== 'cod';
  return {
    id: newId(),
    number: newOrderNumber(),
    userId: customer.userId,
    email: customer.email,
    customerName: customer.name,
    guestNetwork: customer.guestNetwork,
    status: waits ? 'pending' : 'confirmed',
    currency: settings.currency,
    ...draft.priced.totals,
    revision: 1,
    units: draft.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    shippingAddress: input.shippingAddress,
    billingAddress: input.billingAddress ?? null,
    version: 1,
    vatNumber: draft.vat?.number ?? null,
    vatStatus: draft.vat?.status ?? null,
    // A tax that was not charged is no sale for the service, which knows nothing of the VAT number.
    taxCalculation: draft.vat?.status === 'confirmed' ? null : (draft.priced.taxAnswer?.reference ?? null),
    taxDueAt: null,
    taxTransaction: null,
    paymentMethod: input.payment.method,
    note: input.note ?? null,
    cancelReason: null,
    erasureAskedAt: null,
    expiresAt: waits ? new Date(at.getTime() + settings.paymentWindowMinutes * 60_000) : null,
    expiryPostponed: 0,
    cartBegunAt: cart?.lines[0]?.addedAt ?? null,
    createdAt: at,
    updatedAt: at,
  };
}

export function toLineRow({ variant, quantity }: DraftLine, orderId: string, position: number): LineRow {
  const { variantId, productId, name, sku, options, imageKey, price } = variant;
  return {
    orderId,
    revision: 1,
    position,
    variantId,
    productId,
    name,
    sku,
    options,
    imageKey,
    unitPrice: price,
    quantity,
    lineTotal: price * quantity,
    cancelledQuantity: 0,
    shippedQuantity: 0,
    returnedQuantity: 0,
  };
}

export function toAdjustmentRow(
  { basisPoints, ...adjustment }: Adjustment,
  orderId: string,
  position: number,
): AdjustmentRow {
  const millionths = basisPoints === null ? null : toMillionths(basisPoints);
  return { ...adjustment, millionths, orderId, revision: 1, position };
}
