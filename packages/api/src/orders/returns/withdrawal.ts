import type { Transaction } from '@cartwright/db';
import { address } from '@cartwright/kernel/addresses/schema';
import { addDays, dayOf, startOfDay } from '@cartwright/kernel/days';
import { proportionOf } from '@cartwright/kernel/money';
import type { Shop } from '@cartwright/kernel/shop';
import { eq } from 'drizzle-orm';
import { destinationOf, pricingFactsOf, shippingOptions } from '../../pricing/index.ts';
import { goodsOf, type LineGoods } from '../lifecycle/goods.ts';
import { readAdjustments, toAdjustment } from '../read/priced-rows.ts';
import type { OrderRow, ShipmentRow } from '../read/to-order.ts';
import { paidShipping } from '../refund/refund-amount.ts';

const days = 14;

/**
 * The end of the time for a withdrawal: 14 days after the day of the last delivery, in the time zone of the store. Null
 * while goods are under way or left to ship, because the time has not begun then.
 */
export function withdrawalEndsAt(
  { settings }: Pick<Shop, 'settings'>,
  order: Pick<OrderRow, 'status'>,
  lines: readonly LineGoods[],
  shipments: readonly Pick<ShipmentRow, 'status' | 'deliveredAt'>[],
): Date | null {
  const { isLeft, isUnderWay } = goodsOf(order.status, lines, shipments);
  const delivered = shipments.flatMap(({ deliveredAt }) => (deliveredAt ? [deliveredAt.getTime()] : []));
  if (isLeft || isUnderWay || delivered.length === 0) return null;
  const last = dayOf(new Date(Math.max(...delivered)), settings.timeZone);
  return startOfDay(addDays(last, days + 1), settings.timeZone);
}

/**
 * The shipping that a full withdrawal refunds: the price of the least expensive delivery that fits the order today, and
 * never more than the customer paid. The surcharge of a faster method stays with the store.
 */
export async function standardShipping(shop: Shop, tx: Transaction, order: OrderRow): Promise<number> {
  const { orderLines, variants } = tx.tables;
  const paid = paidShipping((await readAdjustments(tx, [order.id])).map(toAdjustment));
  const { methods } = await pricingFactsOf(shop, tx);
  const lines = await tx
    .select({ unitPrice: orderLines.unitPrice, quantity: orderLines.quantity, weight: variants.weight })
    .from(orderLines)
    .innerJoin(variants, eq(variants.id, orderLines.variantId))
    .where(eq(orderLines.orderId, order.id));
  const delivering = methods.filter(({ pickup }) => !pickup);
  const [cheapest] = shippingOptions(delivering, destinationOf(address.parse(order.shippingAddress)), lines);
  const { shipping } = order;
  return proportionOf(paid, Math.min(shipping, cheapest?.price ?? shipping), shipping);
}
