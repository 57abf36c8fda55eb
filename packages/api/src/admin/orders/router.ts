import { adminProcedure, router } from '@cartwright/kernel/procedures';
import { textStream } from '@cartwright/kernel/text-stream';
import {
  adminOrder,
  cancelOrder,
  cancelOrderInput,
  exportOrders,
  exportOrdersInput,
  getOrderForAdmin,
  getOrderInput,
  listAllOrders,
  listAllOrdersInput,
  markOrderPaid,
  markPaidInput,
  order,
  orderPage,
  orderReport,
  ordersFileExample,
  refundOrder,
  refundOrderInput,
  setOrderStatus,
  setStatusInput,
  shipOrder,
  shipOrderInput,
  updateOrder,
  updateOrderInput,
  verifyOrders,
  withOrderId,
} from '../../orders/index.ts';

const moving = { idempotent: true, failures: ['NOT_FOUND', 'INVALID_TRANSITION'] } as const;

/** All customers' orders, as admins see and change them. */
export const adminOrdersRouter = router({
  list: adminProcedure({
    rest: 'GET /admin/orders',
    scope: 'orders:read',
    summary: 'List all orders, newest first',
  })
    .input(listAllOrdersInput)
    .output(orderPage)
    .query(({ ctx, input }) => listAllOrders(ctx, input)),

  get: adminProcedure({
    rest: 'GET /admin/orders/{idOrNumber}',
    scope: 'orders:read',
    summary: 'Return an order with its payments, refunds, stock changes, e-mails and jobs',
    failures: ['NOT_FOUND'],
  })
    .input(getOrderInput)
    .output(adminOrder)
    .query(({ ctx, input }) => getOrderForAdmin(ctx, input)),

  update: adminProcedure({
    rest: 'PATCH /admin/orders/{idOrNumber}',
    scope: 'orders:write',
    summary: 'Correct the addresses of an order before it is shipped',
    description:
      'A change of the country, the state or the VAT number is refused, because it can change tax and shipping. A corrected `email` ' +
      'gets the next news about the order, and ends the links that went to the former one.',
    failures: ['NOT_FOUND', 'STALE_VERSION', 'ALREADY_SHIPPED', 'NEEDS_EDIT'],
  })
    .input(updateOrderInput)
    .output(order)
    .mutation(async ({ ctx, input }) => updateOrder(ctx, await withOrderId(ctx, input))),

  export: adminProcedure({
    rest: 'GET /admin/orders.csv',
    scope: 'orders:read',
    summary: 'Export all orders as CSV, newest first',
    description:
      'Takes the filters of `admin.orders.list`. Amounts are decimals, such as 29.99. A cell that a spreadsheet would read as a formula begins with an apostrophe.',
    streams: 'text/csv',
    fileExample: ordersFileExample,
  })
    .input(exportOrdersInput)
    .output(textStream)
    .query(({ ctx, input }) => exportOrders(ctx.shop, input)),

  verify: adminProcedure({
    rest: 'GET /admin/orders/verify',
    scope: 'orders:read',
    summary: 'Compare all orders with their lines, adjustments, payments and refunds',
    description:
      'Changes nothing. Checks every revision of the orders, and the balances of promotions. `cartwright orders verify` does the same.',
  })
    .output(orderReport)
    .query(({ ctx }) => verifyOrders(ctx.shop)),

  setStatus: adminProcedure({
    rest: 'POST /admin/orders/{idOrNumber}/status',
    scope: 'orders:write',
    summary: 'Move an order to another status',
    description:
      '`confirmed` records a payment by hand. `shipped` ships what is left, and `delivered` delivers every shipment. Both take ' +
      '`tracking`, also for an order that has this status already. `cancelled` takes `reason`, and `restock` for a shipped order that is not paid, such as cash on delivery that the ' +
      'customer refused at the door.',
    idempotent: true,
    failures: [...moving.failures, 'NOTHING_TO_SHIP', 'INSUFFICIENT_STOCK'],
  })
    .input(setStatusInput)
    .output(order)
    .mutation(async ({ ctx, input }) => setOrderStatus(ctx, await withOrderId(ctx, input))),

  ship: adminProcedure({
    rest: 'POST /admin/orders/{idOrNumber}/shipments',
    scope: 'orders:write',
    status: 201,
    location: '/admin/orders/{id}',
    summary: 'Ship an order, or some lines of it',
    description:
      'Without `lines` the shipment has everything that is left. Its goods leave the stock, and the customer gets an e-mail about it. ' +
      'The order becomes `shipped` when nothing is left to ship.',
    idempotent: true,
    failures: [...moving.failures, 'NOTHING_TO_SHIP', 'INSUFFICIENT_STOCK'],
  })
    .input(shipOrderInput)
    .output(order)
    .mutation(async ({ ctx, input }) => shipOrder(ctx, await withOrderId(ctx, input))),

  markPaid: adminProcedure({
    rest: 'POST /admin/orders/{idOrNumber}/mark-paid',
    scope: 'orders:write',
    summary: 'Record a payment outside the shop',
    description:
      'Confirms a pending order. For an order with cash on delivery, the payment replaces the one at the door.',
    idempotent: true,
    failures: [...moving.failures, 'ALREADY_PAID'],
  })
    .input(markPaidInput)
    .output(order)
    .mutation(async ({ ctx, input }) => markOrderPaid(ctx, await withOrderId(ctx, input))),

  cancel: adminProcedure({
    rest: 'POST /admin/orders/{idOrNumber}/cancel',
    scope: 'orders:write',
    summary: 'Cancel an order before it is shipped',
    description:
      'If the order is shipped in part, only the rest is cancelled: its stock is released and its price refunded. The status of the ' +
      'order then follows from its shipments.',
    ...moving,
  })
    .input(cancelOrderInput)
    .output(order)
    .mutation(async ({ ctx, input }) => cancelOrder(ctx, await withOrderId(ctx, input))),

  refund: adminProcedure({
    rest: 'POST /admin/orders/{idOrNumber}/refund',
    scope: 'orders:write',
    summary: 'Refund an order',
    description: 'Refunds an `amount`, or the price of `lines`. Without either, refunds all that is left.',
    idempotent: 'needed by keys',
    failures: ['NOT_FOUND', 'REFUND_TOO_LARGE'],
  })
    .input(refundOrderInput)
    .output(order)
    .mutation(async ({ ctx, input }) => refundOrder(ctx, await withOrderId(ctx, input))),
});
