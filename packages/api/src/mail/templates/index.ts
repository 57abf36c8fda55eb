export { type EmailCodeFacts, emailCode } from './email-code.ts';
export type { AddressFacts, MailContent, OrderFacts, OrderLineFacts, StoreFacts } from './facts.ts';
export { type OrderCancelledFacts, orderCancelled } from './order-cancelled.ts';
export { type OrderPaidFacts, orderPaid } from './order-paid.ts';
export { type OrderReceivedFacts, orderReceived } from './order-received.ts';
export { type PasswordResetFacts, passwordReset } from './password-reset.ts';
export { type PaymentFailedFacts, paymentFailed } from './payment-failed.ts';
