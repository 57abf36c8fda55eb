import { defineJob, triesForADay, urgent } from '@cartwright/kernel/jobs';
import { z } from 'zod';

export const orderMailTemplates = [
  'order-received',
  'order-paid',
  'payment-failed',
  'order-shipped',
  'order-cancelled',
  'order-refunded',
  'return-requested',
  'return-approved',
  'return-rejected',
  'return-received',
] as const;

export type OrderMailTemplate = (typeof orderMailTemplates)[number];

export const orderJobs = {
  /**
   * Charges a payment attempt. The worker retries only if the provider does not answer, because a decline is an answer.
   */
  chargePayment: defineJob({
    name: 'orders.chargePayment',
    payload: z.object({ paymentId: z.uuid() }),
    maxAttempts: 4,
    priority: urgent,
  }),
  /** Tells the provider that a payment attempt is void. */
  cancelPayment: defineJob({
    name: 'orders.cancelPayment',
    payload: z.object({ paymentId: z.uuid() }),
    maxAttempts: triesForADay,
    priority: urgent,
  }),
  /** Refunds money through the provider. */
  refundPayment: defineJob({
    name: 'orders.refundPayment',
    payload: z.object({ refundId: z.uuid() }),
    maxAttempts: triesForADay,
    priority: urgent,
  }),
  /** Records the sale of a paid order at the tax service that computed its tax. */
  recordTax: defineJob({
    name: 'orders.recordTax',
    payload: z.object({ orderId: z.uuid() }),
    maxAttempts: triesForADay,
  }),
  /** Takes a refund back from the sale that the tax service has recorded. */
  reverseTax: defineJob({
    name: 'orders.reverseTax',
    payload: z.object({ refundRequestId: z.uuid() }),
    maxAttempts: triesForADay,
  }),
  /** Applies a stored event of a payment provider. */
  applyProviderEvent: defineJob({
    name: 'orders.applyProviderEvent',
    payload: z.object({ eventId: z.string().max(300), paymentId: z.uuid().optional() }),
    maxAttempts: triesForADay,
    priority: urgent,
  }),
  /** Moves the guest's orders of an address into the account in which it was proven. */
  moveOrdersToAccount: defineJob({
    name: 'orders.moveOrdersToAccount',
    payload: z.object({ userId: z.uuid() }),
    maxAttempts: triesForADay,
  }),
  /** Moves a new order of a guest, if its address was proven in an account before. */
  moveOrderToAccount: defineJob({
    name: 'orders.moveOrderToAccount',
    payload: z.object({ orderId: z.uuid() }),
    maxAttempts: triesForADay,
  }),
  /** Erases the customer of a closed order whose account was deleted. */
  eraseOrder: defineJob({
    name: 'orders.eraseOrder',
    payload: z.object({ orderId: z.uuid() }),
    maxAttempts: triesForADay,
  }),
  /** Erases the customers of all such orders, in case the job of one was lost. */
  eraseClosedOrders: defineJob({ name: 'orders.eraseClosedOrders', payload: z.object({}), maxAttempts: 1 }),
  /** Asks the providers about an order's money shortly before and when it expires, and cancels it if none came. */
  expireOrder: defineJob({
    name: 'orders.expireOrder',
    payload: z.object({ orderId: z.uuid() }),
    maxAttempts: triesForADay,
  }),
  /** Settles every order that is past its time, in case its own job was lost. */
  expireOverdueOrders: defineJob({
    name: 'orders.expireOverdueOrders',
    payload: z.object({}),
    maxAttempts: 1,
    priority: urgent,
  }),
  /** Asks the providers about payments and refunds that hang. */
  reconcilePayments: defineJob({
    name: 'orders.reconcilePayments',
    payload: z.object({}),
    maxAttempts: 1,
    priority: urgent,
  }),
  /** Deletes provider events that were applied long ago. */
  purgeProviderEvents: defineJob({ name: 'orders.purgeProviderEvents', payload: z.object({}), maxAttempts: 1 }),
  /** Sends one e-mail about an order, a shipment, a refund or a return, once. The worker retries for a day while the mail server is down. */
  sendOrderMail: defineJob({
    name: 'orders.sendOrderMail',
    payload: z.object({
      orderId: z.uuid(),
      template: z.enum(orderMailTemplates),
      refundId: z.uuid().optional(),
      shipmentId: z.uuid().optional(),
      returnId: z.uuid().optional(),
      receiptId: z.uuid().optional(),
    }),
    maxAttempts: triesForADay,
  }),
};
