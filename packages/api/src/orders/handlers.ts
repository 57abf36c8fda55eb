import type { Handlers } from '@cartwright/kernel/jobs';
import { sendOrderMail } from './email/mail.ts';
import { moveOrdersToAccount, moveOrderToAccount } from './guests/move.ts';
import type { orderJobs } from './jobs.ts';
import { eraseClosedOrders, eraseOrder } from './lifecycle/erase.ts';
import { expireOrder, expireOverdueOrders } from './lifecycle/expire.ts';
import { cancelPayment, chargePayment } from './payment/charge.ts';
import { applyProviderEvent } from './payment/provider-event.ts';
import { purgeProviderEvents } from './payment/purge.ts';
import { reconcilePayments } from './payment/reconcile.ts';
import { executeRefund } from './refund/refund.ts';
import { recordTax } from './tax/record-tax.ts';
import { reverseTax } from './tax/reverse-tax.ts';

export const orderHandlers: Handlers<typeof orderJobs> = {
  chargePayment: (context, { paymentId }) => chargePayment(context, paymentId),
  cancelPayment: (context, { paymentId }) => cancelPayment(context, paymentId),
  refundPayment: (context, { refundId }) => executeRefund(context, refundId),
  recordTax: async ({ shop }, { orderId }) => void (await recordTax(shop, orderId)),
  reverseTax: ({ shop }, { refundRequestId }) => reverseTax(shop, refundRequestId),
  applyProviderEvent: (context, event) => applyProviderEvent(context, event),
  expireOrder: ({ shop }, { orderId }) => expireOrder(shop, orderId),
  expireOverdueOrders: ({ shop }) => expireOverdueOrders(shop),
  moveOrdersToAccount: ({ shop }, { userId }) => moveOrdersToAccount(shop, userId),
  moveOrderToAccount: ({ shop }, { orderId }) => moveOrderToAccount(shop, orderId),
  eraseOrder: ({ shop }, { orderId }) => eraseOrder(shop, orderId),
  eraseClosedOrders: ({ shop }) => eraseClosedOrders(shop),
  reconcilePayments: ({ shop }) => reconcilePayments(shop),
  purgeProviderEvents: ({ shop }) => purgeProviderEvents(shop),
  sendOrderMail: ({ shop }, mail) => sendOrderMail(shop, mail),
};
