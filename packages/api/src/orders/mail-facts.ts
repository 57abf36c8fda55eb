import { and, asc, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { address } from '../kernel/addresses/schema.ts';
import type { Shop } from '../kernel/shop.ts';
import type { OrderFacts } from '../mail/index.ts';
import { mayStillBeCaptured } from './record-payment.ts';

/** Everything that any mail about an order may show. */
export interface OrderMailFacts extends OrderFacts {
  readonly expiresAt: Date | null;
  readonly payOnDelivery: boolean;
  /** Why the last payment attempt failed. */
  readonly failure: string | null;
  readonly tracking: { readonly carrier: string | null; readonly number: string | null; readonly url: string | null };
  readonly cancelledBy: 'customer' | 'expiry' | 'store';
  readonly reason: string | null;
  /** Minor units that have gone back or are on their way. */
  readonly refundsInProgress: number;
  /** A payment that was given up may still arrive, and would then go back. */
  readonly mayStillArrive: boolean;
  /** The refund that the mail is about. */
  readonly refund: { readonly refund: number; readonly reason: string | null } | undefined;
}

const storedOptions = z.record(z.string(), z.string());
const cancellation = z.object({ by: z.enum(['customer', 'expiry', 'store']).catch('store') });

/** What is true of an order at the moment at which its mail is written. */
export async function readMailFacts(
  shop: Shop,
  orderId: string,
  refundId: string | undefined,
): Promise<{ email: string; facts: OrderMailFacts }> {
  const { read, tables } = shop.db;
  const { orders, orderLines, payments, shipments, refunds, orderEvents } = tables;
  const [order] = await read.select().from(orders).where(eq(orders.id, orderId));
  if (!order) throw new Error(`There is no order ${orderId}.`);
  const lines = await read
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.position));
  const attempts = await read.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.id));
  const [parcel] = await read.select().from(shipments).where(eq(shipments.orderId, orderId));
  const givenBack = await read.select().from(refunds).where(eq(refunds.orderId, orderId));
  const [cancelled] = await read
    .select({ data: orderEvents.data })
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), eq(orderEvents.type, 'cancelled')))
    .orderBy(desc(orderEvents.id));

  const { by } = cancellation.parse(cancelled?.data ?? {});
  const about = givenBack.find(({ id }) => id === refundId);
  const { subtotal, discount, shipping, tax, total, currency, number, customerName, expiresAt } = order;
  return {
    email: order.email,
    facts: {
      storeName: shop.settings.storeName,
      storeUrl: shop.settings.storeUrl,
      number,
      customerName,
      lines: lines.map(({ options, ...line }) => ({ ...line, options: storedOptions.parse(options) })),
      subtotal,
      discount,
      shipping,
      tax,
      total,
      currency,
      shippingAddress: address.parse(order.shippingAddress),
      expiresAt,
      payOnDelivery: order.paymentMethod === 'cod',
      failure: attempts.at(-1)?.failure ?? null,
      tracking: {
        carrier: parcel?.carrier ?? null,
        number: parcel?.trackingNumber ?? null,
        url: parcel?.trackingUrl ?? null,
      },
      cancelledBy: by,
      // The template has words of its own for an order that expired.
      reason: by === 'expiry' ? null : order.cancelReason,
      refundsInProgress: givenBack.reduce((sum, { status, amount }) => sum + (status === 'failed' ? 0 : amount), 0),
      mayStillArrive: attempts.some(mayStillBeCaptured),
      refund: about && { refund: about.amount, reason: about.reason },
    },
  };
}
