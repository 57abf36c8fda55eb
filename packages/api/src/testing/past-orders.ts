import type { Database, Tables } from '@cartwright/db';
import { newId } from '@cartwright/kernel/ids';
import { testAddress } from './orders.ts';

type OrderRow = Tables['orders']['$inferInsert'];

/** The description of one generated past order. */
export interface PastOrder {
  readonly variants: readonly {
    id: string;
    productId: string;
    sku: string;
    price: number;
    quantity: number;
    /** How much was cancelled, shipped and returned; by default nothing. */
    goods?: { cancelledQuantity: number; shippedQuantity: number; returnedQuantity: number };
  }[];
  readonly order?: Partial<OrderRow>;
  /** Whether the payment was captured. By default all but pending and cancelled orders are paid. */
  readonly isPaid?: boolean;
  /** Refunded minor units. */
  readonly refunded?: number;
}

const batchSize = 1_000;

/**
 * Writes past orders straight into the tables, tens of thousands in seconds. Their stock was never reserved, so such a
 * shop fails `inconsistencies`.
 */
export async function writePastOrders(
  db: Database,
  count: number,
  past: (index: number) => PastOrder,
): Promise<OrderRow[]> {
  const all: OrderRow[] = [];
  for (let start = 0; start < count; start += batchSize) {
    const batch = Array.from({ length: Math.min(batchSize, count - start) }, (_, index) =>
      rowsOf(start + index, past(start + index)),
    );
    all.push(...batch.map(({ order }) => order));
    await db.transact(async (tx) => {
      const { orders, orderLines, orderAdjustments, payments, orderEvents } = tx.tables;
      // The orders come after their rows, because the database compares their amounts with the sums.
      await tx.insert(orderLines).values(batch.flatMap(({ lines }) => lines));
      const adjustments = batch.flatMap((one) => one.adjustments);
      if (adjustments.length > 0) await tx.insert(orderAdjustments).values(adjustments);
      await tx.insert(orders).values(batch.map(({ order }) => order));
      await tx.insert(payments).values(batch.map(({ payment }) => payment));
      await tx.insert(orderEvents).values(batch.map(({ event }) => event));
    });
  }
  return all;
}

function rowsOf(index: number, { variants, order: given = {}, isPaid, refunded = 0 }: PastOrder) {
  const createdAt = given.createdAt ?? new Date(Date.UTC(2026, 0, 1) + index * 60_000);
  const id = given.id ?? newId();
  const status = given.status ?? 'delivered';
  const subtotal = variants.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  const order: OrderRow = {
    number: `P${String(index).padStart(9, '0')}`,
    email: `person-${index % 997}@example.com`,
    customerName: 'Grace Hopper',
    currency: 'USD',
    subtotal,
    discount: 0,
    shipping: 0,
    tax: 0,
    total: subtotal,
    units: variants.reduce((sum, { quantity }) => sum + quantity, 0),
    shippingAddress: testAddress,
    paymentMethod: 'dummy',
    ...given,
    id,
    status,
    createdAt,
    updatedAt: createdAt,
  };
  const lines = variants.map((variant, position) => ({
    orderId: id,
    position,
    variantId: variant.id,
    productId: variant.productId,
    name: variant.sku,
    sku: variant.sku,
    options: {},
    unitPrice: variant.price,
    quantity: variant.quantity,
    lineTotal: variant.price * variant.quantity,
    ...(variant.goods ?? { cancelledQuantity: 0, shippedQuantity: 0, returnedQuantity: 0 }),
  }));
  const captured = isPaid ?? !['pending', 'cancelled'].includes(status);
  const payment = {
    id: newId(),
    orderId: id,
    provider: 'dummy',
    status: captured ? ('captured' as const) : ('created' as const),
    amount: order.total,
    captured: captured ? order.total : 0,
    refunded,
    createdAt,
    updatedAt: createdAt,
  };
  return {
    order,
    lines,
    adjustments: adjustmentsOf(order),
    payment,
    event: { orderId: id, type: 'placed', actor: 'customer', data: {}, createdAt },
  };
}

/** The rows that explain the amounts of an order beside its lines. */
function adjustmentsOf({ id, discount, shipping, tax, fee = 0 }: OrderRow) {
  const amounts = { discount: -discount, shipping, tax, fee };
  return (['discount', 'shipping', 'tax', 'fee'] as const)
    .filter((kind) => amounts[kind] !== 0)
    .map((kind, position) => ({
      orderId: id,
      revision: 1,
      position,
      target: 'order' as const,
      kind,
      amount: amounts[kind],
      base: 0,
      label: kind,
    }));
}
