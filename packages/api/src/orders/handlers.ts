import type { Handlers } from '../kernel/jobs.ts';
import { cancelPayment, chargePayment } from './charge.ts';
import { eraseClosedOrders, eraseOrder } from './erase.ts';
import { expireOrder, expireOverdueOrders } from './expire.ts';
import type { orderJobs } from './jobs.ts';
import { sendOrderMail } from './mail.ts';
import { applyProviderEvent } from './provider-event.ts';
import { purgeProviderEvents } from './purge.ts';
import { reconcilePayments } from './reconcile.ts';
import { executeRefund } from './refund.ts';

export const orderHandlers: Handlers<typeof orderJobs> = {
  chargePayment: (context, { paymentId }) => chargePayment(context, paymentId),
  cancelPayment: (context, { paymentId }) => cancelPayment(context, paymentId),
  refundPayment: (context, { refundId }) => executeRefund(context, refundId),
  applyProviderEvent: (context, event) => applyProviderEvent(context, event),
  expireOrder: ({ shop }, { orderId }) => expireOrder(shop, orderId),
  expireOverdueOrders: ({ shop }) => expireOverdueOrders(shop),
  eraseOrder: ({ shop }, { orderId }) => eraseOrder(shop, orderId),
  eraseClosedOrders: ({ shop }) => eraseClosedOrders(shop),
  reconcilePayments: ({ shop }) => reconcilePayments(shop),
  purgeProviderEvents: ({ shop }) => purgeProviderEvents(shop),
  sendOrderMail: ({ shop }, mail) => sendOrderMail(shop, mail),
};
