import { z } from 'zod';
import { defineFailures, failure } from '../kernel/failures.ts';
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
    ({ status: now, allowed }: { status: string; allowed: string[] }) =>
      `The order is ${now}; from there you can ${allowed.length > 0 ? `move it to ${allowed.join(' or ')}` : 'not move it'}.`,
    { status, allowed: z.array(status) },
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
