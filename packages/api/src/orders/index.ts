export { getOrderForAdmin } from './admin-get.ts';
export { listAllOrders } from './admin-list.ts';
export {
  adminOrder,
  exportOrdersInput,
  listAllOrdersInput,
  markPaidInput,
  refundOrderInput,
  setStatusInput,
} from './admin-schema.ts';
export { cancelOrder } from './cancel.ts';
export { eraseCustomer, ordersOfCustomer, silenceOrders } from './erase-customer.ts';
export { orderFailures } from './errors.ts';
export { followOrders } from './events/follow-orders.ts';
export { followOrdersInput, orderUpdates } from './events/schema.ts';
export { exportOrders, ordersFileExample } from './export.ts';
export { orderHandlers } from './handlers.ts';
export { orderJobs } from './jobs.ts';
export { markOrderPaid } from './mark-paid.ts';
export { storeProviderEvent } from './provider-event.ts';
export { type Discrepancy, discrepancies, reconcileSpan } from './reconcile-span.ts';
export { refundOrder } from './refund-order.ts';
export { ordersRouter } from './router.ts';
export { cancelOrderInput, getOrderInput, order, orderPage } from './schema.ts';
export { setOrderStatus } from './set-status.ts';
export { withOrderId } from './with-order-id.ts';
