import { cartOwner, type LockedFacts, lockAndRead } from '../../cart/index.ts';
import type { UserContext } from '../../kernel/context.ts';
import { listCall, type Phases, runAlone } from '../../kernel/phases.ts';
import type { Order, PlaceOrderInput } from '../schema.ts';
import { orderDecider } from './decide.ts';
import { refuseUnknownMethod } from './payment-methods.ts';
import type { OrderPlan, PlaceCall } from './plan.ts';
import { writeOrders } from './write.ts';

/**
 * Places an order in one transaction. Prices come from the database, stock is reserved and the cart is emptied. The
 * worker takes over payment, e-mail and expiry through jobs that commit with the order.
 *
 * @throws CART_EMPTY, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK (naming every short line), PRICE_CHANGED (with the quote)
 */
export async function placeOrder(ctx: UserContext, input: PlaceOrderInput): Promise<Order> {
  refuseUnknownMethod(ctx.shop, input.payment.method);
  return runAlone(listCall(ctx, input), placing);
}

/** Places a list of orders. Stock is locked and goes to the orders in the order of their arrival. */
export const placing: Phases<PlaceCall, LockedFacts, OrderPlan, Order> = {
  operation: ({ input }) => ({ procedure: 'orders.place', input, keep: 'forever' }),
  read: (tx, calls) =>
    lockAndRead(tx, {
      owners: calls.flatMap(({ ctx, input }) => (input.items ? [] : (cartOwner(ctx) ?? []))),
      wanted: calls.flatMap(({ input }) => input.items ?? []),
      locksStock: true,
    }),
  decider: orderDecider,
  write: writeOrders,
};
