import { customerProcedure, guestProcedure, router } from '@cartwright/kernel/procedures';
import { placeOrder } from './checkout/place.ts';
import { quoteOrder } from './checkout/quote.ts';
import { followOrder } from './events/follow-order.ts';
import { followOwnOrders } from './events/follow-own-orders.ts';
import { followOrderInput, followOrdersInput, orderUpdates } from './events/schema.ts';
import { cancelOrder } from './lifecycle/cancel.ts';
import { payOrder } from './payment/pay.ts';
import { getOrder } from './read/get.ts';
import { listOwnOrders } from './read/list.ts';
import { withOrderId } from './read/with-order-id.ts';
import {
  cancelOrderInput,
  getOrderInput,
  listOrdersInput,
  order,
  orderPage,
  payOrderInput,
  placeOrderInput,
  quote,
  quoteOrderInput,
} from './schema.ts';

export const ordersRouter = router({
  quote: guestProcedure({
    rest: 'POST /orders/quote',
    scope: 'none',
    summary: 'Preview an order: its price, and what would prevent it',
    description:
      'Takes the input of `orders.place` and changes nothing. Of the address it needs the country, and the state or the postal code where the tax or the shipping depends on it. Of `payment`, it checks that the shop offers the method.',
  })
    .input(quoteOrderInput)
    .output(quote)
    .mutation(({ ctx, input }) => quoteOrder(ctx, input)),

  place: customerProcedure({
    rest: 'POST /orders',
    status: 201,
    location: '/orders/{id}',
    summary: 'Place an order',
    description:
      'Orders the cart and empties it, or orders `items` and leaves the cart alone. The answer does not wait for the payment or ' +
      'for e-mail. Send an `Idempotency-Key`, because the same key returns the same order even if the first answer was lost.',
    idempotent: true,
    limits: [{ name: 'orders', points: 10, seconds: 60, by: ['user'] }],
    failures: [
      'CART_EMPTY',
      'PRODUCT_UNAVAILABLE',
      'INSUFFICIENT_STOCK',
      'PROMOTION_NOT_APPLICABLE',
      'PROMOTION_EXHAUSTED',
      'SHIPPING_UNAVAILABLE',
      'PRICE_CHANGED',
    ],
  })
    .input(placeOrderInput)
    .output(order)
    .mutation(({ ctx, input }) => placeOrder(ctx, input)),

  cancel: customerProcedure({
    rest: 'POST /orders/{idOrNumber}/cancel',
    summary: 'Cancel an order before it is shipped',
    description: 'Releases the stock and refunds the payment.',
    idempotent: true,
    failures: ['NOT_FOUND', 'INVALID_TRANSITION'],
  })
    .input(cancelOrderInput)
    .output(order)
    .mutation(async ({ ctx, input }) => cancelOrder(ctx, await withOrderId(ctx, input))),

  pay: customerProcedure({
    rest: 'POST /orders/{idOrNumber}/pay',
    summary: 'Pay an order after its payment failed',
    idempotent: true,
    limits: [{ name: 'orders', points: 10, seconds: 60, by: ['user'] }],
    failures: ['NOT_FOUND', 'INVALID_TRANSITION', 'PAYMENT_TOO_LATE', 'PAYMENT_IN_PROGRESS'],
  })
    .input(payOrderInput)
    .output(order)
    .mutation(async ({ ctx, input }) => payOrder(ctx, await withOrderId(ctx, input))),

  list: customerProcedure({ rest: 'GET /orders', summary: 'List the orders of the account, newest first' })
    .input(listOrdersInput)
    .output(orderPage)
    .query(({ ctx, input }) => listOwnOrders(ctx, input)),

  get: customerProcedure({
    rest: 'GET /orders/{idOrNumber}',
    summary: 'Return an order with its timeline',
    failures: ['NOT_FOUND'],
  })
    .input(getOrderInput)
    .output(order)
    .query(({ ctx, input }) => getOrder(ctx, input)),

  onUpdate: customerProcedure({
    rest: 'GET /orders/{idOrNumber}/events',
    summary: 'Follow the events of an order',
    description:
      'Begins with the newest event, or after `lastEventId`, and continues with each new one. A client that reads the order once ' +
      'the stream is open misses nothing.',
    failures: ['NOT_FOUND', 'TOO_MANY_STREAMS'],
  })
    .input(followOrderInput)
    .output(orderUpdates)
    .subscription(async ({ ctx, input, signal }) => followOrder(ctx, await withOrderId(ctx, input), signal)),

  onAny: customerProcedure({
    rest: 'GET /orders/events',
    summary: 'Follow the events of all orders of the account in one stream',
    description:
      'Begins with the newest event, or after `lastEventId`, and continues with each new one, in one sequence without gaps. Includes ' +
      'orders that are placed later.',
    failures: ['TOO_MANY_STREAMS'],
  })
    .input(followOrdersInput)
    .output(orderUpdates)
    .subscription(({ ctx, input, signal }) => followOwnOrders(ctx, input, signal)),
});
