import { z } from 'zod';
import { defineJob, triesForADay, urgent } from '../kernel/jobs.ts';

export const orderMailTemplates = [
  'order-received',
  'order-paid',
  'payment-failed',
  'order-shipped',
  'order-cancelled',
  'order-refunded',
] as const;

export type OrderMailTemplate = (typeof orderMailTemplates)[number];

export const orderJobs = {
  /** Asks the provider for the money. Tried again only when it does not answer; a decline is an answer. */
  chargePayment: defineJob({
    name: 'orders.chargePayment',
    payload: z.object({ paymentId: z.uuid() }),
    maxAttempts: 4,
    priority: urgent,
  }),
  /** Tells the provider that a payment is given up. */
  cancelPayment: defineJob({
    name: 'orders.cancelPayment',
    payload: z.object({ paymentId: z.uuid() }),
    maxAttempts: triesForADay,
    priority: urgent,
  }),
  /** Gives money back. */
  refundPayment: defineJob({
    name: 'orders.refundPayment',
    payload: z.object({ refundId: z.uuid() }),
    maxAttempts: triesForADay,
    priority: urgent,
  }),
  /** Does what an event of a payment provider asks for, which was stored before. */
  applyProviderEvent: defineJob({
    name: 'orders.applyProviderEvent',
    payload: z.object({ eventId: z.string().max(300), paymentId: z.uuid().optional() }),
    maxAttempts: triesForADay,
    priority: urgent,
  }),
  /** Erases the customer of a closed order whose account was deleted before. */
  eraseOrder: defineJob({
    name: 'orders.eraseOrder',
    payload: z.object({ orderId: z.uuid() }),
    maxAttempts: triesForADay,
  }),
  /** Does the same for every such order: the net below the job of each. */
  eraseClosedOrders: defineJob({ name: 'orders.eraseClosedOrders', payload: z.object({}), maxAttempts: 1 }),
  /** Asks the providers about an order's money shortly before it expires and when it does, and cancels it if none came. */
  expireOrder: defineJob({
    name: 'orders.expireOrder',
    payload: z.object({ orderId: z.uuid() }),
    maxAttempts: triesForADay,
  }),
  /** Settles every order that should have expired: the net below the job of each order. */
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
  /** Deletes events of payment providers that were applied long ago. */
  purgeProviderEvents: defineJob({ name: 'orders.purgeProviderEvents', payload: z.object({}), maxAttempts: 1 }),
  /** Sends a mail about an order, or about one of its refunds, once; a mail server that is down is tried for a day. */
  sendOrderMail: defineJob({
    name: 'orders.sendOrderMail',
    payload: z.object({ orderId: z.uuid(), template: z.enum(orderMailTemplates), refundId: z.uuid().optional() }),
    maxAttempts: triesForADay,
  }),
};
