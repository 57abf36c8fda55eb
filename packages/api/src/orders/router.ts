import { customerProcedure, guestProcedure, ownerProcedure, router } from '@cartwright/kernel/procedures';
import { placeOrder } from './checkout/place.ts';
import { quoteOrder } from './checkout/quote.ts';
import { updateAddress } from './edit/update-address.ts';
import { followOrder } from './events/follow-order.ts';
import { followOwnOrders } from './events/follow-own-orders.ts';
import { followOrderInput, followOrdersInput, orderUpdates } from './events/schema.ts';
import { cancelOrder } from './lifecycle/cancel.ts';
import { payOrder } from './payment/pay.ts';
import { getOrder } from './read/get.ts';
import { listOwnOrders } from './read/list.ts';
import { withOrderId } from './read/with-order-id.ts';
import { requestReturn } from './returns/request.ts';
import { requestReturnInput } from './returns/schema.ts';
import {
  cancelOrderInput,
  getOrderInput,
  listOrdersInput,
  order,
  orderPage,
  payOrderInput,
  placedOrder,
  placeOrderInput,
  quote,
  quoteOrderInput,
  updateAddressInput,
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

  place: guestProcedure({
    rest: 'POST /orders',
    status: 201,
    location: '/orders/{id}',
    summary: 'Place an order',
    description:
      'Orders the cart and empties it, or orders `items` and leaves the cart alone. The answer does not wait for the payment or ' +
      'for e-mail. Send an `Idempotency-Key`, because the same key returns the same order even if the first answer was lost. ' +
      'Where `store.get` says `guestCheckout`, guests order with `email` and the token of their cart, and get an `orderToken`. ' +
      'A guest has at most 5 unpaid orders for an address and from a network. A key of a guest still counts after signing in, ' +
      'if the call sends the token of the cart too.',
    idempotent: true,
    limits: [{ name: 'orders', points: 10, seconds: 60, by: ['user', 'guest'] }],
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
    .output(placedOrder)
    .mutation(({ ctx, input }) => placeOrder(ctx, input)),

  cancel: ownerProcedure({
    rest: 'POST /orders/{idOrNumber}/cancel',
    summary: 'Cancel an order before it is shipped',
    description: 'Releases the stock and refunds the payment.',
    idempotent: true,
    failures: ['NOT_FOUND', 'INVALID_TRANSITION'],
  })
    .input(cancelOrderInput)
    .output(order)
    .mutation(async ({ ctx, input }) => cancelOrder(ctx, await withOrderId(ctx, input))),

  pay: ownerProcedure({
    rest: 'POST /orders/{idOrNumber}/pay',
    summary: 'Pay an order after its payment failed',
    idempotent: true,
    limits: [{ name: 'orders', points: 10, seconds: 60, by: ['user', 'guest'] }],
    failures: ['NOT_FOUND', 'INVALID_TRANSITION', 'PAYMENT_TOO_LATE', 'PAYMENT_IN_PROGRESS'],
  })
    .input(payOrderInput)
    .output(order)
    .mutation(async ({ ctx, input }) => payOrder(ctx, await withOrderId(ctx, input))),

  updateAddress: ownerProcedure({
    rest: 'PUT /orders/{idOrNumber}/address',
    summary: 'Correct the addresses of an order before it is shipped',
    description:
      'A change of the country, the state or the VAT number is refused, because it can change tax and shipping. Send the `version` ' +
      'of the order that you read.',
    failures: ['NOT_FOUND', 'STALE_VERSION', 'ALREADY_SHIPPED', 'NEEDS_EDIT'],
  })
    .input(updateAddressInput)
    .output(order)
    .mutation(async ({ ctx, input }) => updateAddress(ctx, await withOrderId(ctx, input))),

  requestReturn: ownerProcedure({
    rest: 'POST /orders/{idOrNumber}/returns',
    status: 201,
    location: '/orders/{id}',
    summary: 'Request a return of shipped goods, or withdraw from the purchase',
    description:
      'The store approves or rejects a `return`. A `withdrawal` needs no reason and is approved at once, until `withdrawalEndsAt`. ' +
      'Both are acknowledged by e-mail. Money goes back when the store has received the goods, or before.',
    idempotent: true,
    limits: [{ name: 'orders', points: 10, seconds: 60, by: ['user', 'guest'] }],
    failures: ['NOT_FOUND', 'NOTHING_TO_RETURN', 'WITHDRAWAL_OVER'],
  })
    .input(requestReturnInput)
    .output(order)
    .mutation(async ({ ctx, input }) => requestReturn(ctx, await withOrderId(ctx, input))),

  list: customerProcedure({ rest: 'GET /orders', summary: 'List the orders of the account, newest first' })
    .input(listOrdersInput)
    .output(orderPage)
    .query(({ ctx, input }) => listOwnOrders(ctx, input)),

  get: ownerProcedure({
    rest: 'GET /orders/{idOrNumber}',
    summary: 'Return an order with its timeline',
    failures: ['NOT_FOUND'],
  })
    .input(getOrderInput)
    .output(order)
    .query(({ ctx, input }) => getOrder(ctx, input)),

  onUpdate: ownerProcedure({
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
