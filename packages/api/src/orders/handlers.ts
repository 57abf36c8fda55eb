import type { Handlers } from '../kernel/jobs.ts';
import { chargePayment } from './charge.ts';
import { expireOrder } from './expire.ts';
import type { orderJobs } from './jobs.ts';
import { sendOrderMail } from './mail.ts';

export const orderHandlers: Handlers<typeof orderJobs> = {
  chargePayment: (context, { paymentId }) => chargePayment(context, paymentId),
  expireOrder: ({ shop }, { orderId }) => expireOrder(shop, orderId),
  sendOrderMail: ({ shop }, { orderId, template }) => sendOrderMail(shop, orderId, template),
};
