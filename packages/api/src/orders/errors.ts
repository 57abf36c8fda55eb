import { z } from 'zod';
import { defineFailures, failure } from '../kernel/failures.ts';
import { timestamp } from '../kernel/fields.ts';
import { orderStatuses, type Quote, quote } from './schema.ts';

const status = z.enum(orderStatuses);

export const orderFailures = defineFailures({
  CART_EMPTY: failure('CONFLICT', 'There is nothing to order: the cart is empty.'),
  PRICE_CHANGED: failure(
    'CONFLICT',
    ({ quote: now }: { quote: Quote }) => `The total is ${now.total} now. Show the new quote and ask again.`,
    { quote },
  ),
  INVALID_TRANSITION: failure(
    'CONFLICT',
    ({ from, to, allowed }: { from: string; to: string; allowed: string[] }) =>
      `The order ${from === to ? `is ${from} already` : `is ${from} and cannot become ${to}`}.` +
      (allowed.length > 0 ? ` It can become ${allowed.join(' or ')}.` : ''),
    { from: status, to: status, allowed: z.array(status).describe('Where the caller may move it instead') },
  ),
  PAYMENT_IN_PROGRESS: failure(
    'CONFLICT',
    'A payment of this order is under way. Wait for its result, then read the order again.',
  ),
  PAYMENT_TOO_LATE: failure(
    'CONFLICT',
    'The time to pay this order is over and it is about to be cancelled. Place a new order.',
    { expiresAt: timestamp.describe('When the time to pay was over') },
  ),
  NOTHING_TO_SHIP: failure(
    'CONFLICT',
    'Everything in this order was taken out, so there is nothing to ship. Cancel the order instead.',
  ),
  ALREADY_PAID: failure('CONFLICT', 'This order is paid already. Refund it first if the money came in another way.'),
  REFUND_TOO_LARGE: failure(
    'CONFLICT',
    ({ refundable }: { refundable: number }) => `At most ${refundable} can still be refunded, in minor units.`,
    { refundable: z.number().int().describe('Minor units') },
  ),
});
