import { defineFailures, failure } from '@cartwright/kernel/failures';
import { timestamp } from '@cartwright/kernel/fields';
import { formatMoney } from '@cartwright/kernel/money';
import { z } from 'zod';
import { returnStatuses } from './returns/view.ts';
import { orderStatuses, type Quote, quote, shippingOption } from './schema.ts';

const status = z.enum([...orderStatuses, 'returned_to_sender', ...returnStatuses]);

export type ShippingProblem = 'required' | 'unfitting' | 'unserved';

/** The sentence for each reason, with a way to solve it. */
export const shippingSentences: Readonly<Record<ShippingProblem, string>> = {
  required: 'Several shipping methods fit the order. Choose one of them.',
  unfitting: 'This shipping method does not fit the order. Choose another one.',
  unserved: 'No shipping method serves this order at this address. Enter another address, or contact the store.',
};

const inWords = (word: string) => word.replaceAll('_', ' ');

/** Only shipments are returned to sender, and every refused move of one is to or from there. */
const nounOf = (from: string, to: string) => {
  if ([from, to].includes('returned_to_sender')) return 'shipment';
  return returnStatuses.some((word) => word === from) ? 'return' : 'order';
};
/** The parts of a shipping address that a price depends on, in words. */
const decisiveWords = { country: 'country', state: 'state', vatId: 'VAT number' } as const;

export type DecisiveField = keyof typeof decisiveWords;

export const orderFailures = defineFailures({
  CART_EMPTY: failure('CONFLICT', 'The cart is empty. Add an item first, or send `items`.'),
  PRICE_CHANGED: failure(
    'CONFLICT',
    ({ quote: { total, currency } }: { quote: Quote }) =>
      `The total is ${formatMoney(total, currency)} now. Check the new quote, then order again.`,
    { quote },
  ),
  SHIPPING_UNAVAILABLE: failure('CONFLICT', ({ reason }: { reason: ShippingProblem }) => shippingSentences[reason], {
    reason: z
      .enum(['required', 'unfitting', 'unserved'])
      .describe('No method is chosen of several, the chosen one does not fit, or none fits'),
    options: z.array(shippingOption).max(200).describe('The shipping methods that fit the order'),
  }),
  INVALID_TRANSITION: failure(
    'CONFLICT',
    ({ from, to, allowed }: { from: string; to: string; allowed: string[] }) =>
      `The ${nounOf(from, to)} is ${from === to ? `already ${inWords(from)}` : `${inWords(from)} and cannot become ${inWords(to)}`}. ` +
      (allowed.length > 0 ? `You can make it ${allowed.join(' or ')}.` : 'You cannot change its status any more.'),
    {
      from: status,
      to: status,
      allowed: z.array(status).describe('The statuses that the caller may move the order to instead'),
    },
  ),
  ALREADY_SHIPPED: failure(
    'CONFLICT',
    'Goods of this order have left the store, or it was cancelled, so its addresses stay as they are. Contact the store.',
  ),
  NEEDS_EDIT: failure(
    'CONFLICT',
    ({ field }: { field: keyof typeof decisiveWords }) =>
      `Another ${decisiveWords[field]} can change tax and shipping, so it is no correction. ` +
      'Cancel the order and place a new one, or contact the store.',
    {
      field: z
        .enum(['country', 'state', 'vatId'])
        .describe('The part of the shipping address that can change tax or shipping'),
    },
  ),
  PAYMENT_IN_PROGRESS: failure(
    'CONFLICT',
    'A payment of this order is in progress. Wait for its result, then read the order again.',
  ),
  PAYMENT_TOO_LATE: failure(
    'CONFLICT',
    'The time to pay this order is over, and the order is about to be cancelled. Place a new order.',
    { expiresAt: timestamp.describe('The time at which the time to pay ended') },
  ),
  NOTHING_TO_SHIP: failure(
    'CONFLICT',
    'Nothing of this order is left to ship: everything was shipped or cancelled. Read the order again.',
  ),
  NOTHING_TO_RETURN: failure(
    'CONFLICT',
    'Nothing of these lines can be returned: it was not shipped yet, came back, or is in another return. Read the order again.',
  ),
  WITHDRAWAL_OVER: failure(
    'CONFLICT',
    'The time to withdraw from this purchase is over. Request a return, and the store decides about it.',
    { endedAt: timestamp.describe('The time at which it ended') },
  ),
  ALREADY_PAID: failure('CONFLICT', 'This order is already paid. Refund it first if the money came in another way.'),
  REFUND_TOO_LARGE: failure(
    'CONFLICT',
    ({ amount, refundable }: { amount: number; refundable: number }) => {
      if (refundable === 0) return 'This order has no money left to refund. Check its payments and refunds.';
      if (amount === 0) return 'These lines cost nothing. Choose other lines, or send an amount.';
      return `At most ${refundable} minor units can still be refunded. Send a smaller amount or fewer lines.`;
    },
    {
      amount: z.number().int().describe('Minor units that were asked for'),
      refundable: z.number().int().describe('Minor units'),
    },
  ),
});
