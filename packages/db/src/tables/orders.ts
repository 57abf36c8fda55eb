import { sql } from 'drizzle-orm';
import type { Vocabulary } from '../vocabulary/postgres.ts';
import type { AuthTables } from './auth.ts';
import type { ProductsTables } from './products.ts';

export function defineOrdersTables(v: Vocabulary, { users, variants }: AuthTables & ProductsTables) {
  const orders = v.table(
    'orders',
    {
      id: v.id('id').primaryKey(),
      /** A number that is easy to read out on the telephone, and that does not reveal the next one. */
      number: v.text('number').notNull(),
      userId: v.id('user_id').references(() => users.id, { onDelete: 'set null' }),
      email: v.text('email').notNull(),
      customerName: v.text('customer_name').notNull(),
      /**
       * A keyed hash of the network that a guest ordered from; null for an order of an account. It stays when the order
       * moves to an account, so that a guest does not learn of the move.
       */
      guestNetwork: v.text('guest_network'),
      status: v
        .text('status')
        .$type<'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled'>()
        .notNull(),
      currency: v.text('currency').notNull(),
      subtotal: v.money('subtotal').notNull(),
      discount: v.money('discount').notNull(),
      shipping: v.money('shipping').notNull(),
      fee: v.money('fee').notNull().default(0),
      tax: v.money('tax').notNull(),
      /** The part of `tax` that the other amounts contain. */
      taxIncluded: v.money('tax_included').notNull().default(0),
      total: v.money('total').notNull(),
      /** The lines and adjustments of this revision add up to the amounts. Triggers refuse everything else. */
      revision: v.integer('revision').notNull().default(1),
      /** Grows with each correction of the addresses, so that two corrections do not overwrite each other. */
      version: v.integer('version').notNull().default(1),
      /** Quantity of all lines, without the quantities cancelled before shipping. */
      units: v.integer('units').notNull().default(0),
      /** The time at which the first item entered the cart; null for an order without a cart. */
      cartBegunAt: v.timestamp('cart_begun_at'),
      shippingAddress: v.json('shipping_address').notNull(),
      /** Null if it is the shipping address. */
      billingAddress: v.json('billing_address'),
      /** The VAT number that the customer gave; null without one, and after erasure. */
      vatNumber: v.text('vat_number'),
      /** The effect of the number on the tax. `confirmed` is an intra-community supply. */
      vatStatus: v.text('vat_status').$type<'confirmed' | 'invalid' | 'unconfirmed' | 'not_applicable'>(),
      /** The calculation of the tax service that the tax comes from; null if the table of tax rates computed it. */
      taxCalculation: v.text('tax_calculation'),
      /** The time at which the sale became due at the tax service, because the order was paid. */
      taxDueAt: v.timestamp('tax_due_at'),
      /** The sale as the tax service has recorded it. */
      taxTransaction: v.text('tax_transaction'),
      paymentMethod: v.text('payment_method').notNull(),
      note: v.text('note'),
      /** The reason for the cancellation, as its author wrote it. */
      cancelReason: v.text('cancel_reason'),
      /**
       * The time at which the customer's account was deleted. The data that an open order needs is erased when it
       * closes.
       */
      erasureAskedAt: v.timestamp('erasure_asked_at'),
      /** The time at which an unpaid order is cancelled. */
      expiresAt: v.timestamp('expires_at'),
      /** How often `expiresAt` was moved because a payment provider did not answer. */
      expiryPostponed: v.integer('expiry_postponed').notNull().default(0),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v.uniqueIndex('orders_number_unique').on(t.number),
      v.index('orders_by_user').on(t.userId, t.createdAt, t.id),
      v.index('orders_by_email').on(sql`lower(${t.email})`, t.createdAt, t.id),
      v
        .index('orders_unpaid_by_network')
        .on(t.guestNetwork)
        .where(sql`${t.guestNetwork} is not null and ${t.status} not in ('delivered', 'cancelled')`),
      v.index('orders_by_status').on(t.status, t.createdAt, t.id),
      // The last four columns let stats read the index alone.
      v.index('orders_newest').on(t.createdAt, t.id, t.status, t.total, t.units, t.cartBegunAt),
      v.index('orders_expiring').on(t.status, t.expiresAt),
      v.index('orders_to_erase').on(t.erasureAskedAt).where(sql`${t.erasureAskedAt} is not null`),
      v.check(
        'orders_total',
        sql`${t.total} = ${t.subtotal} - ${t.discount} + ${t.shipping} + ${t.fee} + ${t.tax} - ${t.taxIncluded}`,
      ),
      v.check(
        'orders_amounts',
        sql`${t.subtotal} >= 0 and ${t.discount} >= 0 and ${t.shipping} >= 0 and ${t.fee} >= 0 and ${t.tax} >= 0 and ${t.total} >= 0`,
      ),
      v.check('orders_tax_included', sql`${t.taxIncluded} between 0 and ${t.tax}`),
      v.check('orders_vat_status', sql`${t.vatStatus} in ('confirmed', 'invalid', 'unconfirmed', 'not_applicable')`),
      v.check(
        'orders_status',
        sql`${t.status} in ('pending', 'confirmed', 'processing', 'shipped', 'delivered', 'cancelled')`,
      ),
    ],
  );

  /** A line as it was bought. Later changes of the product do not affect it. */
  const orderLines = v.table(
    'order_lines',
    {
      orderId: v
        .id('order_id')
        .notNull()
        .references(() => orders.id),
      revision: v.integer('revision').notNull().default(1),
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
      /** Quantity that was cancelled before shipping. */
      cancelledQuantity: v.integer('cancelled_quantity').notNull().default(0),
      /** Quantity in shipments: the sum of `shipment_lines`. */
      shippedQuantity: v.integer('shipped_quantity').notNull().default(0),
      /** Quantity that came back after shipping, into stock or written off. */
      returnedQuantity: v.integer('returned_quantity').notNull().default(0),
    },
    (t) => [
      v.primaryKey({ name: 'order_lines_pk', columns: [t.orderId, t.revision, t.position] }),
      v.index('order_lines_variant').on(t.variantId),
      v.check('order_lines_total', sql`${t.lineTotal} = ${t.unitPrice} * ${t.quantity}`),
      v.check('order_lines_quantity', sql`${t.quantity} > 0`),
      v.check('order_lines_cancelled', sql`${t.cancelledQuantity} between 0 and ${t.quantity}`),
      v.check('order_lines_shipped', sql`${t.shippedQuantity} between 0 and ${t.quantity} - ${t.cancelledQuantity}`),
      v.check('order_lines_returned', sql`${t.returnedQuantity} between 0 and ${t.shippedQuantity}`),
    ],
  );

  /**
   * One signed amount of an order with its reason, so that a person can read every total. Rows never change: an edit
   * writes the next revision.
   */
  const orderAdjustments = v.table(
    'order_adjustments',
    {
      orderId: v
        .id('order_id')
        .notNull()
        .references(() => orders.id),
      revision: v.integer('revision').notNull(),
      position: v.integer('position').notNull(),
      target: v.text('target').$type<'line' | 'shipping' | 'order'>().notNull(),
      /** The position of the line, for the target `line`. */
      line: v.integer('line'),
      kind: v.text('kind').$type<'discount' | 'tax' | 'shipping' | 'fee'>().notNull(),
      /** A discount is below 0, every other amount is 0 or more. */
      amount: v.money('amount').notNull(),
      /** The amount that this one was computed from. */
      base: v.money('base').notNull(),
      /** The rate: 0.19 is 190,000. */
      millionths: v.integer('millionths'),
      /** The promotion, tax rate or shipping method, which may have changed or gone since. */
      sourceId: v.id('source_id'),
      label: v.text('label').notNull(),
      /** A tax that is already part of the prices. */
      included: v.boolean('included').notNull().default(false),
    },
    (t) => [
      v.primaryKey({ name: 'order_adjustments_pk', columns: [t.orderId, t.revision, t.position] }),
      v.check('order_adjustments_target', sql`(${t.target} = 'line') = (${t.line} is not null)`),
      v.check('order_adjustments_kind', sql`${t.kind} in ('discount', 'tax', 'shipping', 'fee')`),
      v.check(
        'order_adjustments_amount',
        sql`(${t.kind} = 'discount' and ${t.amount} <= 0) or (${t.kind} <> 'discount' and ${t.amount} >= 0)`,
      ),
      v.check('order_adjustments_included', sql`not ${t.included} or ${t.kind} = 'tax'`),
    ],
  );

  /** One payment attempt. An order may need several, and at most one is captured. */
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
      /** The provider's token from the customer's client. It can pay, so it must not enter a log or a job. */
      token: v.text('token'),
      /**
       * The provider's id of the payment. For a manual payment, an admin's text, such as the number of a bank transfer.
       */
      reference: v.text('reference'),
      failure: v.text('failure'),
      /** The step that the customer must take before the provider continues, such as confirming at the bank. */
      action: v.json('action'),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v.index('payments_order').on(t.orderId),
      v.index('payments_open').on(t.status, t.createdAt),
      v.index('payments_refunded').on(t.orderId, t.refunded).where(sql`${t.refunded} > 0`),
      v.index('payments_reference').on(t.provider, t.reference).where(sql`${t.reference} is not null`),
      // One bank transfer can pay several orders.
      v
        .uniqueIndex('payments_reference_unique')
        .on(t.provider, t.reference)
        .where(sql`${t.reference} is not null and ${t.provider} <> 'manual'`),
      v.check('payments_amounts', sql`${t.captured} >= ${t.refunded} and ${t.refunded} >= 0`),
      v.check('payments_status', sql`${t.status} in ('created', 'authorised', 'captured', 'failed', 'voided')`),
    ],
  );

  /** Goods that a customer sends back. Money is apart from it: refunds are in `refund_requests`. */
  const returns = v.table(
    'returns',
    {
      id: v.id('id').primaryKey(),
      orderId: v
        .id('order_id')
        .notNull()
        .references(() => orders.id),
      kind: v.text('kind').$type<'return' | 'withdrawal'>().notNull(),
      status: v.text('status').$type<'requested' | 'approved' | 'rejected' | 'received' | 'closed'>().notNull(),
      requestedBy: v.text('requested_by').$type<'customer' | 'admin'>().notNull(),
      /** The reason in the words of the customer, or of the admin who entered the return. Erasure empties it. */
      reason: v.text('reason'),
      /** The reason for a rejection, as its author wrote it. Erasure empties it. */
      rejectReason: v.text('reject_reason'),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v.index('returns_order').on(t.orderId),
      v.index('returns_by_status').on(t.status, t.id),
      v.check('returns_kind', sql`${t.kind} in ('return', 'withdrawal')`),
      v.check('returns_status', sql`${t.status} in ('requested', 'approved', 'rejected', 'received', 'closed')`),
      v.check('returns_requested_by', sql`${t.requestedBy} in ('customer', 'admin')`),
    ],
  );

  /** The quantity of one order line in a return. */
  const returnLines = v.table(
    'return_lines',
    {
      returnId: v
        .id('return_id')
        .notNull()
        .references(() => returns.id),
      position: v.integer('position').notNull(),
      quantity: v.integer('quantity').notNull(),
      /** Null for a withdrawal, which needs no reason. */
      reason: v.text('reason'),
      /** Quantity that came back into stock: the sum of `return_receipts`. */
      restockedQuantity: v.integer('restocked_quantity').notNull().default(0),
      /** Quantity that came back and was written off: the sum of `return_receipts`. */
      writtenOffQuantity: v.integer('written_off_quantity').notNull().default(0),
    },
    (t) => [
      v.primaryKey({ name: 'return_lines_pk', columns: [t.returnId, t.position] }),
      v.check('return_lines_quantity', sql`${t.quantity} > 0`),
      v.check('return_lines_back', sql`${t.restockedQuantity} >= 0 and ${t.writtenOffQuantity} >= 0`),
      v.check('return_lines_received', sql`${t.restockedQuantity} + ${t.writtenOffQuantity} <= ${t.quantity}`),
    ],
  );

  /** One line of goods of a return that arrived together. Rows with one id are one receipt. */
  const returnReceipts = v.table(
    'return_receipts',
    {
      id: v.id('id').notNull(),
      returnId: v
        .id('return_id')
        .notNull()
        .references(() => returns.id),
      position: v.integer('position').notNull(),
      restockedQuantity: v.integer('restocked_quantity').notNull(),
      writtenOffQuantity: v.integer('written_off_quantity').notNull(),
      receivedAt: v.timestamp('received_at').notNull(),
    },
    (t) => [
      v.primaryKey({ name: 'return_receipts_pk', columns: [t.id, t.position] }),
      v.index('return_receipts_return').on(t.returnId),
      v.check(
        'return_receipts_quantity',
        sql`${t.restockedQuantity} >= 0 and ${t.writtenOffQuantity} >= 0 and ${t.restockedQuantity} + ${t.writtenOffQuantity} > 0`,
      ),
    ],
  );

  /** One request for a refund. Each payment that it draws from has an attempt in `refunds`. */
  const refundRequests = v.table(
    'refund_requests',
    {
      id: v.id('id').primaryKey(),
      orderId: v
        .id('order_id')
        .notNull()
        .references(() => orders.id),
      /** The return whose goods the refund pays for, if it was made when they were received. */
      returnId: v.id('return_id').references(() => returns.id),
      amount: v.money('amount').notNull(),
      /** The part of the amount that refunds shipping. It belongs to no line. */
      shipping: v.money('shipping').notNull().default(0),
      /** The tax in the part of the amount that belongs to no line, as in `refund_lines`. */
      tax: v.json('tax').notNull(),
      /** The part of the amount that the tax service has taken back from the sale. */
      taxReversed: v.money('tax_reversed').notNull().default(0),
      reason: v.text('reason'),
      actor: v.text('actor').notNull(),
      createdAt: v.timestamp('created_at').notNull(),
    },
    (t) => [
      v.index('refund_requests_order').on(t.orderId),
      v.check('refund_requests_amount', sql`${t.amount} > 0`),
      v.check('refund_requests_shipping', sql`${t.shipping} between 0 and ${t.amount}`),
    ],
  );

  /** The part of a refund that belongs to one line. The rest of its amount belongs to no line. */
  const refundLines = v.table(
    'refund_lines',
    {
      requestId: v
        .id('request_id')
        .notNull()
        .references(() => refundRequests.id),
      position: v.integer('position').notNull(),
      quantity: v.integer('quantity').notNull(),
      amount: v.money('amount').notNull(),
      /** The part of the price that the store kept. It never goes back with a later refund of the line. */
      fee: v.money('fee').notNull().default(0),
      /** The tax in the amount: `[{ label, basisPoints, amount }]`, one entry for each rate. */
      tax: v.json('tax').notNull(),
    },
    (t) => [
      v.primaryKey({ name: 'refund_lines_pk', columns: [t.requestId, t.position] }),
      v.check('refund_lines_quantity', sql`${t.quantity} > 0`),
      v.check('refund_lines_amount', sql`${t.amount} >= 0`),
      v.check('refund_lines_fee', sql`${t.fee} >= 0`),
    ],
  );

  /**
   * One attempt to refund money of one payment. It counts as refunded from the start, so that two attempts cannot
   * exceed the payment.
   */
  const refunds = v.table(
    'refunds',
    {
      id: v.id('id').primaryKey(),
      requestId: v
        .id('request_id')
        .notNull()
        .references(() => refundRequests.id),
      orderId: v
        .id('order_id')
        .notNull()
        .references(() => orders.id),
      paymentId: v
        .id('payment_id')
        .notNull()
        .references(() => payments.id),
      amount: v.money('amount').notNull(),
      status: v.text('status').$type<'created' | 'succeeded' | 'failed'>().notNull(),
      reference: v.text('reference'),
      failure: v.text('failure'),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v.index('refunds_order').on(t.orderId),
      v.index('refunds_payment').on(t.paymentId),
      v.index('refunds_open').on(t.status, t.createdAt),
      v.check('refunds_amount', sql`${t.amount} > 0`),
      v.check('refunds_status', sql`${t.status} in ('created', 'succeeded', 'failed')`),
    ],
  );

  /** Goods that left together. The status of an order follows from its shipments. */
  const shipments = v.table(
    'shipments',
    {
      id: v.id('id').primaryKey(),
      orderId: v
        .id('order_id')
        .notNull()
        .references(() => orders.id),
      status: v.text('status').$type<'shipped' | 'delivered' | 'returned_to_sender'>().notNull(),
      carrier: v.text('carrier'),
      trackingNumber: v.text('tracking_number'),
      trackingUrl: v.text('tracking_url'),
      /** Whether the goods of a shipment that was returned to sender went into stock; null for other shipments. */
      restocked: v.boolean('restocked'),
      shippedAt: v.timestamp('shipped_at').notNull(),
      deliveredAt: v.timestamp('delivered_at'),
      returnedAt: v.timestamp('returned_at'),
    },
    (t) => [
      v.index('shipments_order').on(t.orderId),
      v.check('shipments_status', sql`${t.status} in ('shipped', 'delivered', 'returned_to_sender')`),
      v.check('shipments_delivered', sql`(${t.status} = 'delivered') = (${t.deliveredAt} is not null)`),
      v.check('shipments_returned', sql`(${t.status} = 'returned_to_sender') = (${t.returnedAt} is not null)`),
      v.check('shipments_restocked', sql`(${t.status} = 'returned_to_sender') = (${t.restocked} is not null)`),
    ],
  );

  /** The quantity of one order line in a shipment. */
  const shipmentLines = v.table(
    'shipment_lines',
    {
      shipmentId: v
        .id('shipment_id')
        .notNull()
        .references(() => shipments.id),
      position: v.integer('position').notNull(),
      quantity: v.integer('quantity').notNull(),
    },
    (t) => [
      v.primaryKey({ name: 'shipment_lines_pk', columns: [t.shipmentId, t.position] }),
      v.check('shipment_lines_quantity', sql`${t.quantity} > 0`),
    ],
  );

  /** An event from a payment provider, stored under the provider's id before it is processed. */
  const providerEvents = v.table(
    'provider_events',
    {
      /** The provider's name and its id of the event. */
      id: v.text('id').primaryKey(),
      type: v.text('type').notNull(),
      /** The provider's id of the payment. */
      reference: v.text('reference').notNull(),
      receivedAt: v.timestamp('received_at').notNull(),
      appliedAt: v.timestamp('applied_at'),
    },
    (t) => [v.index('provider_events_applied_at').on(t.appliedAt)],
  );

  /**
   * The timeline of an order, which is also the outbox and the source of the realtime feed. Triggers refuse updates and
   * deletes, so rows contain no text by a person. Reasons are columns of orders, payments and refunds.
   */
  const orderEvents = v.table(
    'order_events',
    {
      id: v.sequence('id'),
      orderId: v
        .id('order_id')
        .notNull()
        .references(() => orders.id),
      type: v.text('type').notNull(),
      /** `customer` for the order's own customer, otherwise `user:<id>`, `key:<id>`, `job:<name>` or `cli`. */
      actor: v.text('actor').notNull(),
      /** The payment or the refund of the event. */
      subjectId: v.id('subject_id'),
      data: v.json('data').notNull(),
      createdAt: v.timestamp('created_at').notNull(),
    },
    (t) => [v.index('order_events_order').on(t.orderId, t.id)],
  );

  return {
    orders,
    orderLines,
    orderAdjustments,
    payments,
    returns,
    returnLines,
    returnReceipts,
    refundRequests,
    refundLines,
    refunds,
    shipments,
    shipmentLines,
    providerEvents,
    orderEvents,
  };
}
