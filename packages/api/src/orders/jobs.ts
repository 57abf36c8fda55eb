import { z } from 'zod';
import { defineJob } from '../kernel/jobs.ts';

export const orderMailTemplates = ['order-received', 'order-paid', 'payment-failed', 'order-cancelled'] as const;

export type OrderMailTemplate = (typeof orderMailTemplates)[number];

export const orderJobs = {
  /** Asks the provider for the money. Tried again only when it does not answer; a decline is an answer. */
  chargePayment: defineJob({
    name: 'orders.chargePayment',
    payload: z.object({ paymentId: z.uuid() }),
    maxAttempts: 4,
  }),
  /** Cancels an order that is still not paid. */
  expireOrder: defineJob({
    name: 'orders.expireOrder',
    payload: z.object({ orderId: z.uuid() }),
    maxAttempts: 14,
  }),
  /** Sends a mail about an order, once; a mail server that is down is tried for a day. */
  sendOrderMail: defineJob({
    name: 'orders.sendOrderMail',
    payload: z.object({ orderId: z.uuid(), template: z.enum(orderMailTemplates) }),
    maxAttempts: 14,
  }),
};
