import type { GuestContext } from '@cartwright/kernel/context';
import { Failure } from '@cartwright/kernel/failures';
import { batched, listCall, type Phases, shopOf } from '@cartwright/kernel/phases';
import { cartOwner, lockAndRead } from '../../cart/index.ts';
import { pricingFor } from '../../pricing/index.ts';
import { orderFailures } from '../errors.ts';
import type { PlacedOrder, PlaceOrderInput } from '../schema.ts';
import { askAhead, placeWithTax } from './ask-ahead.ts';
import { customerOf } from './customer.ts';
import { orderDecider } from './decide.ts';
import { inquiryOf } from './inquiry.ts';
import { refuseUnknownMethod } from './payment-methods.ts';
import type { OrderFacts, OrderPlan, PlaceCall } from './plan.ts';
import { quoteOrder } from './quote.ts';
import { recallPlaced } from './recall-placed.ts';
import { lockUnpaidGuests } from './unpaid-guests.ts';
import { writeOrders } from './write.ts';

/**
 * Places an order in one transaction. Prices come from the database, stock is reserved and the cart is emptied. The
 * worker takes over payment, e-mail and expiry through jobs that commit with the order.
 *
 * @throws CART_EMPTY, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK (naming every short line), PROMOTION_NOT_APPLICABLE,
 * PROMOTION_EXHAUSTED, SHIPPING_UNAVAILABLE, PRICE_CHANGED (with the quote), UNAVAILABLE (the tax service does not
 * answer), VALIDATION, UNAUTHENTICATED (the shop takes no orders of guests), RATE_LIMITED (a guest with too many unpaid
 * orders)
 */
export async function placeOrder(ctx: GuestContext, input: PlaceOrderInput): Promise<PlacedOrder> {
  // An account's address is checked after the key, because a guest who signs in repeats the call with an address.
  const guest = ctx.signedIn ? undefined : customerOf(ctx, input);
  if (guest instanceof Failure) throw guest;
  refuseUnknownMethod(ctx, input.payment.method);
  const call = await placeCall(ctx, input);
  const order = await placeWithTax(call.asked, () => place(call));
  return order ?? refuseChanged(ctx, input);
}

/** @throws PRICE_CHANGED the prices changed each time that the tax service was asked */
async function refuseChanged(ctx: GuestContext, input: PlaceOrderInput): Promise<never> {
  throw orderFailures.PRICE_CHANGED({ quote: await quoteOrder(ctx, input) });
}

/** Makes a call of a list, and asks other services for what its price depends on. */
export async function placeCall(ctx: GuestContext, input: PlaceOrderInput): Promise<PlaceCall> {
  return { ...listCall(ctx, input), asked: await askAhead(ctx, input) };
}

/** Places a list of orders. Stock and limits are locked and go to the orders in the order of their arrival. */
export const placing: Phases<PlaceCall, OrderFacts, OrderPlan, PlacedOrder> = {
  operation: ({ ctx: { shop, signedIn }, input }) => ({
    input,
    keep: 'forever',
    ...(signedIn ? { formerly: recallPlaced(shop) } : { recall: recallPlaced(shop) }),
  }),
  async read(tx, calls) {
    const guests = await lockUnpaidGuests(tx, calls);
    const locked = await lockAndRead(tx, {
      owners: calls.flatMap(({ ctx, input }) => (input.items ? [] : (cartOwner(ctx) ?? []))),
      wanted: calls.flatMap(({ input }) => input.items ?? []),
      locksStock: true,
    });
    const inquiries = calls.map(({ ctx, input }) => {
      const cart = input.items ? undefined : locked.cartOf(cartOwner(ctx), ctx.shop.clock.now());
      const goods = (input.items ?? cart?.lines ?? []).flatMap((one) => locked.variantOf(one) ?? []);
      return inquiryOf(ctx, input, cart?.codes ?? [], goods);
    });
    const version = locked.pricingVersion;
    return { locked, guests, pricing: await pricingFor(shopOf(calls), tx, inquiries, { version, lock: tx }) };
  },
  decider: orderDecider,
  write: writeOrders,
};

const place = batched(placing);
