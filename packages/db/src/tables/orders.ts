import { sql } from 'drizzle-orm';
import type { Vocabulary } from '../vocabulary/postgres.ts';
import type { AuthTables } from './auth.ts';
import type { ProductsTables } from './products.ts';

export function defineOrdersTables(v: Vocabulary, { users, variants }: AuthTables & ProductsTables) {
  const orders = v.table(
    'orders',
    {
      id: v.id('id').primaryKey(),
      /** What a person reads out on the telephone; not guessable from the last one. */
      number: v.text('number').notNull(),
      userId: v.id('user_id').references(() => users.id, { onDelete: 'set null' }),
      email: v.text('email').notNull(),
      customerName: v.text('customer_name').notNull(),
      status: v
        .text('status')
        .$type<'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled'>()
        .notNull(),
      currency: v.text('currency').notNull(),
      subtotal: v.money('subtotal').notNull(),
      discount: v.money('discount').notNull(),
      shipping: v.money('shipping').notNull(),
      tax: v.money('tax').notNull(),
      total: v.money('total').notNull(),
      shippingAddress: v.json('shipping_address').notNull(),
      paymentMethod: v.text('payment_method').notNull(),
      note: v.text('note'),
      /** When a still unpaid order is cancelled. */
      expiresAt: v.timestamp('expires_at'),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v.uniqueIndex('orders_number_unique').on(t.number),
      v.index('orders_by_user').on(t.userId, t.createdAt, t.id),
      v.index('orders_by_status').on(t.status, t.createdAt, t.id),
      v.check('orders_total', sql`${t.total} = ${t.subtotal} - ${t.discount} + ${t.shipping} + ${t.tax}`),
      v.check(
        'orders_amounts',
        sql`${t.subtotal} >= 0 and ${t.discount} >= 0 and ${t.shipping} >= 0 and ${t.tax} >= 0 and ${t.total} >= 0`,
      ),
      v.check(
        'orders_status',
        sql`${t.status} in ('pending', 'confirmed', 'processing', 'shipped', 'delivered', 'cancelled')`,
      ),
    ],
  );

  /** A line as it was bought: later changes of the product do not reach it. */
  const orderLines = v.table(
    'order_lines',
    {
      orderId: v
        .id('order_id')
        .notNull()
        .references(() => orders.id),
      position: v.integer('position').notNull(),
      variantId: v
        .id('variant_id')
        .notNull()
        .references(() => variants.id),
      productId: v.id('product_id').notNull(),
      name: v.text('name').notNull(),
      sku: v.text('sku').notNull(),
      options: v.json('options').notNull(),
      imageKey: v.text('image_key'),
      unitPrice: v.money('unit_price').notNull(),
      quantity: v.integer('quantity').notNull(),
      lineTotal: v.money('line_total').notNull(),
    },
    (t) => [
      v.primaryKey({ name: 'order_lines_pk', columns: [t.orderId, t.position] }),
      v.index('order_lines_variant').on(t.variantId),
      v.check('order_lines_total', sql`${t.lineTotal} = ${t.unitPrice} * ${t.quantity}`),
      v.check('order_lines_quantity', sql`${t.quantity} > 0`),
    ],
  );

  /** One attempt to be paid. An order may need several; at most one is captured. */
  const payments = v.table(
    'payments',
    {
      id: v.id('id').primaryKey(),
      orderId: v
        .id('order_id')
        .notNull()
        .references(() => orders.id),
      provider: v.text('provider').notNull(),
      status: v.text('status').$type<'created' | 'authorised' | 'captured' | 'failed' | 'voided'>().notNull(),
      amount: v.money('amount').notNull(),
      captured: v.money('captured').notNull().default(0),
      refunded: v.money('refunded').notNull().default(0),
      /** What the customer's client got from the provider. It can pay, so it never enters a log or a job. */
      token: v.text('token'),
      /** The provider's own id of this payment. */
      reference: v.text('reference'),
      failure: v.text('failure'),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v.index('payments_order').on(t.orderId),
      v.index('payments_open').on(t.status, t.createdAt),
      v.check('payments_amounts', sql`${t.captured} >= ${t.refunded} and ${t.refunded} >= 0`),
      v.check('payments_captured', sql`${t.captured} <= ${t.amount}`),
      v.check('payments_status', sql`${t.status} in ('created', 'authorised', 'captured', 'failed', 'voided')`),
    ],
  );

  /** Timeline of an order, outbox and source of the realtime feed in one. */
  const orderEvents = v.table(
    'order_events',
    {
      id: v.sequence('id'),
      orderId: v
        .id('order_id')
        .notNull()
        .references(() => orders.id),
      type: v.text('type').notNull(),
      /** `user:<id>`, `job:<name>` or `cli`: who did it. */
      actor: v.text('actor').notNull(),
      data: v.json('data').notNull(),
      createdAt: v.timestamp('created_at').notNull(),
    },
    (t) => [v.index('order_events_order').on(t.orderId, t.id)],
  );

  return { orders, orderLines, payments, orderEvents };
}
