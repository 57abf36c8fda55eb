export {
  adminOrder,
  exportOrdersInput,
  listAllOrdersInput,
  markPaidInput,
  refundOrderInput,
  setStatusInput,
} from './admin-schema.ts';
export { offeredMethods } from './checkout/payment-methods.ts';
export { readdressOrders } from './edit/readdress.ts';
export { updateOrder } from './edit/update-order.ts';
export { orderFailures } from './errors.ts';
export { followOrders } from './events/follow-orders.ts';
export { followOrdersInput, orderUpdates } from './events/schema.ts';
export { guestOrders, guestOrdersAPage } from './guests/export.ts';
export { askForMove } from './guests/move.ts';
export { orderHandlers } from './handlers.ts';
export { orderJobs } from './jobs.ts';
export { cancelOrder } from './lifecycle/cancel.ts';
export { eraseCustomer, eraseGuest, ordersOfCustomer, silenceOrders } from './lifecycle/erase-customer.ts';
export { setOrderStatus } from './lifecycle/set-status.ts';
export { markOrderPaid } from './payment/mark-paid.ts';
export { storeProviderEvent } from './payment/provider-event.ts';
export { type Discrepancy, discrepancies, reconcileSpan } from './payment/reconcile-span.ts';
export { getOrderForAdmin } from './read/admin-get.ts';
export { listAllOrders } from './read/admin-list.ts';
export { exportOrders, ordersFileExample } from './read/export.ts';
export { withOrderId } from './read/with-order-id.ts';
export { refundOrder } from './refund/refund-order.ts';
export { getReturn, listReturns } from './returns/admin-read.ts';
export { createReturn } from './returns/create.ts';
export { approveReturn, closeReturn, rejectReturn } from './returns/decide.ts';
export { receiveReturn } from './returns/receive.ts';
export {
  createReturnInput,
  listReturnsInput,
  namedReturnInput,
  receiveReturnInput,
  rejectReturnInput,
} from './returns/schema.ts';
export { adminReturn, adminReturnPage } from './returns/view.ts';
export { ordersRouter } from './router.ts';
export { cancelOrderInput, getOrderInput, mostOpenOrders, order, orderPage, updateOrderInput } from './schema.ts';
export { shipOrderInput, updateShipmentInput } from './shipments/schema.ts';
export { shipOrder } from './shipments/ship.ts';
export { updateShipment } from './shipments/update.ts';
export { type OrderDrift, type OrderReport, orderChecks, orderReport } from './verify/schema.ts';
export { verifyOrders } from './verify/verify.ts';
