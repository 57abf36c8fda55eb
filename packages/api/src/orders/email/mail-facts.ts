import { address } from '@cartwright/kernel/addresses/schema';
import { emailKey } from '@cartwright/kernel/fields';
import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, desc, eq, isNotNull } from 'drizzle-orm';
import { z } from 'zod';
import type { OrderFacts, OrderLineFacts, ReturnFacts } from '../../mail/index.ts';
import type { Adjustment } from '../../pricing/index.ts';
import { leftOf, soldOf } from '../lifecycle/goods.ts';
import { orderTokenOf } from '../order-token.ts';
import { mayStillBeCaptured } from '../payment/record-payment.ts';
import { readAdjustments, readLines, toAdjustment } from '../read/priced-rows.ts';
import { discountsOf, sumsByLabel } from '../read/sums-by-label.ts';
import type { LineRow, OrderRow, ShipmentWithLines } from '../read/to-order.ts';
import { readRefunds } from '../refund/read-refunds.ts';
import { taxesOf } from '../refund/refund-amount.ts';
import { returnFacts } from '../returns/mail-facts.ts';
import { readShipments } from '../shipments/read.ts';

/** The facts that any e-mail about an order may show. */
export interface OrderMailFacts extends OrderFacts, ReturnFacts {
  /** The lines of the shipment that the e-mail is about. */
  readonly packedLines: readonly OrderLineFacts[];
  /** The place of the shipment in its order. */
  readonly packing: 'everything' | 'part' | 'rest';
  /** True if the order has something left to ship. */
  readonly isMoreToCome: boolean;
  readonly expiresAt: Date | null;
  readonly payOnDelivery: boolean;
  /** The failure of the last payment attempt. */
  readonly failure: string | null;
  readonly tracking: { readonly carrier: string | null; readonly number: string | null; readonly url: string | null };
  readonly cancelledBy: 'customer' | 'expiry' | 'store';
  readonly reason: string | null;
  /** True if the items of a cancelled order can be bought again. */
  readonly isBackInStock: boolean;
  /** Minor units that were refunded or are on their way. */
  readonly refundsInProgress: number;
  /** True if the money of a voided attempt may still arrive, and would then be refunded. */
  readonly mayStillArrive: boolean;
  /** The refund that the e-mail is about. */
  readonly refund: { readonly refund: number; readonly reason: string | null } | undefined;
}

const storedOptions = z.record(z.string(), z.string());
const cancellation = z.object({
  by: z.enum(['customer', 'expiry', 'store']).catch('store'),
  /** Missing if the goods were never shipped. */
  restock: z.boolean().default(true),
});

function toLineFacts({ name, sku, options, unitPrice }: LineRow, quantity: number): OrderLineFacts {
  return { name, sku, options: storedOptions.parse(options), quantity, lineTotal: unitPrice * quantity };
}

/** The parts of the order that the e-mail is about. */
interface MailSubjects {
  readonly refundId?: string | undefined;
  readonly shipmentId?: string | undefined;
  readonly returnId?: string | undefined;
  readonly receiptId?: string | undefined;
}

/**
 * Reads the facts of an order when its e-mail is written. E-mails to an unproven address leave out all text from the
 * customer, because a stranger may own the address.
 */
export async function readMailFacts(
  shop: Shop,
  orderId: string,
  { refundId, shipmentId, returnId, receiptId }: MailSubjects,
): Promise<{ email: string; isProven: boolean; facts: OrderMailFacts }> {
  const { read, tables } = shop.db;
  const { orders, payments, orderEvents } = tables;
  const [order] = await read.select().from(orders).where(eq(orders.id, orderId));
  if (!order) throw new Error(`There is no order ${orderId}.`);
  const lines = await readLines(read, [orderId]);
  const adjustments = (await readAdjustments(read, [orderId])).map(toAdjustment);
  const tries = await read.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.id));
  const sent = await readShipments(read, [orderId]);
  const shipment = sent.find(({ id }) => id === shipmentId);
  const givenBack = await readRefunds(read, orderId);
  const [cancelled] = await read
    .select({ data: orderEvents.data })
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), eq(orderEvents.type, 'cancelled')))
    .orderBy(desc(orderEvents.id));

  const packedLines = packedOf(shipment, lines);
  const returned = await returnFacts(read, orderId, { returnId, receiptId });
  const isProven = await isProvenAddress(shop, order.email);
  const { by, restock } = cancellation.parse(cancelled?.data ?? {});
  const about = givenBack
    .flatMap(({ request, attempts }) => attempts.map((attempt) => ({ ...attempt, reason: request.reason })))
    .find(({ id }) => id === refundId);
  const { subtotal, shipping, total, currency, number, customerName, expiresAt } = order;
  return {
    email: order.email,
    isProven,
    facts: {
      storeName: shop.settings.storeName,
      storeUrl: shop.settings.storeUrl,
      number,
      orderToken: orderTokenOf(shop, order),
      customerName: isProven ? customerName : null,
      lines: lines.map((line) => toLineFacts(line, line.quantity)),
      packedLines,
      packing: packingOf(packedLines, lines, sent.at(-1)?.id === shipmentId),
      isMoreToCome: unitsIn(lines.map(leftOf)) > 0,
      subtotal,
      discounts: discountsOf(adjustments),
      shipping,
      shippingMethod: adjustments.find(({ kind }) => kind === 'shipping')?.label ?? null,
      fees: sumsByLabel(adjustments, 'fee'),
      taxes: taxRows(adjustments),
      taxNote: taxNoteOf(order, isProven),
      total,
      currency,
      shippingAddress: isProven ? address.parse(order.shippingAddress) : null,
      expiresAt,
      payOnDelivery: order.paymentMethod === 'cod',
      failure: tries.at(-1)?.failure ?? null,
      tracking: {
        carrier: shipment?.carrier ?? null,
        number: shipment?.trackingNumber ?? null,
        url: shipment?.trackingUrl ?? null,
      },
      cancelledBy: by,
      isBackInStock: restock,
      // The template has words of its own for an order that expired.
      reason: by === 'expiry' || (by === 'customer' && !isProven) ? null : order.cancelReason,
      refundsInProgress: givenBack.reduce((sum, { amount, failed }) => sum + amount - failed, 0),
      mayStillArrive: tries.some(mayStillBeCaptured),
      returnKind: returned?.kind ?? 'return',
      rejectReason: returned?.rejectReason ?? null,
      returnLines: quantitiesOf(returned?.quantities ?? [], lines),
      refund: about && { refund: about.amount, reason: about.reason },
    },
  };
}

/** The words that the VAT directive asks for where a confirmed VAT number ends the tax. */
function taxNoteOf({ vatStatus, vatNumber }: OrderRow, isProven: boolean): string | null {
  if (vatStatus !== 'confirmed') return null;
  const of = vatNumber !== null && isProven ? ` for the VAT number ${vatNumber}` : '';
  return `Intra-Community supply, exempt from VAT${of}.`;
}

function packedOf(shipment: ShipmentWithLines | undefined, lines: readonly LineRow[]): OrderLineFacts[] {
  return quantitiesOf(shipment?.lines ?? [], lines);
}

function quantitiesOf(
  quantities: readonly { readonly position: number; readonly quantity: number }[],
  lines: readonly LineRow[],
): OrderLineFacts[] {
  return quantities.flatMap(({ position, quantity }) => {
    const line = lines.find((one) => one.position === position);
    return line ? [toLineFacts(line, quantity)] : [];
  });
}

/** @param isNewest whether no shipment of the order is newer */
function packingOf(
  packed: readonly OrderLineFacts[],
  lines: readonly LineRow[],
  isNewest: boolean,
): OrderMailFacts['packing'] {
  if (unitsIn(packed.map(({ quantity }) => quantity)) === unitsIn(lines.map(soldOf))) return 'everything';
  return isNewest && unitsIn(lines.map(leftOf)) === 0 ? 'rest' : 'part';
}

function unitsIn(quantities: readonly number[]): number {
  return quantities.reduce((sum, quantity) => sum + quantity, 0);
}

/** The taxes of an order by rate, and whether the prices contain them. */
function taxRows(adjustments: readonly Adjustment[]): OrderMailFacts['taxes'] {
  return [false, true].flatMap((included) =>
    taxesOf(adjustments.filter((one) => one.included === included)).map(({ label, amount }) => ({
      label,
      amount,
      included,
    })),
  );
}

async function isProvenAddress({ db }: Shop, email: string): Promise<boolean> {
  const { users } = db.tables;
  const proven = and(eq(users.emailKey, emailKey(email)), isNotNull(users.emailVerifiedAt));
  return (await db.read.$count(users, proven)) > 0;
}
