import { Failure } from '@cartwright/kernel/failures';
import { cartOwner } from '../../cart/index.ts';
import { pricingFailures } from '../../pricing/index.ts';
import { type Purchasable, productFailures } from '../../products/index.ts';
import { orderFailures } from '../errors.ts';
import { TaxMissing } from './ask-ahead.ts';
import { customerOf } from './customer.ts';
import { type Draft, draftOrder, isRefused, type RefusedCode, shippingProblemOf, toQuote } from './draft.ts';
import { inquiryOf } from './inquiry.ts';
import { resolveLines } from './lines.ts';
import type { OrderFacts, OrderPlan, PlaceCall } from './plan.ts';

/**
 * Decides orders one after the other, from facts that are locked. Each gets the stock, the limits and the cart
 * that the accepted orders before it left.
 */
export function orderDecider({ locked: facts, pricing, guests }: OrderFacts): (call: PlaceCall) => OrderPlan | Failure {
  const reserved = new Map<string, number>();
  const emptied = new Set<string>();

  const left = (variant: Purchasable | undefined): Purchasable | undefined => {
    const before = variant && reserved.get(variant.variantId);
    if (!before) return variant;
    return { ...variant, reserved: variant.reserved + before, available: variant.available - before };
  };

  return (call) => {
    const { ctx, input } = call;
    const customer = customerOf(ctx, input);
    if (customer instanceof Failure) return customer;
    const refusal = guests.refuse(ctx, customer);
    if (refusal) return refusal;
    const own = input.items ? undefined : facts.cartOf(cartOwner(ctx), ctx.shop.clock.now());
    const cart = own && !emptied.has(own.id) ? own : undefined;
    const wanted = input.items ?? cart?.lines ?? [];
    const resolved = resolveLines(
      wanted,
      wanted.map((one) => left(facts.variantOf(one))),
    );
    if (resolved instanceof Failure) return resolved;
    const goods = resolved.lines.map(({ variant }) => variant);
    const inquiry = inquiryOf(ctx, input, cart?.codes ?? [], goods);
    const draft = draftOrder(resolved, { ...input, ...call.asked }, { inquiry, pricing, at: ctx.shop.clock.now() });
    const problem = problemOf(call, draft);
    if (problem) return problem;

    guests.add(customer);
    if (cart) emptied.add(cart.id);
    for (const { variant, quantity } of draft.lines) {
      reserved.set(variant.variantId, (reserved.get(variant.variantId) ?? 0) + quantity);
    }
    return { customer, draft, cart, taken: pricing.take(inquiry, draft.priced.promotionUses) };
  };
}

function problemOf({ ctx, input }: PlaceCall, draft: Draft): Failure | undefined {
  const { lines, priced, unavailable, short, priceChanged } = draft;
  if (unavailable.length > 0) return productFailures.PRODUCT_UNAVAILABLE({ variantIds: [...unavailable] });
  if (lines.length === 0) return orderFailures.CART_EMPTY({});
  const [firstShort] = short;
  if (firstShort) return productFailures.INSUFFICIENT_STOCK({ available: firstShort.available, lines: [...short] });
  const [refused] = priced.codes.filter(isRefused);
  if (refused) return failureOf(refused);
  if (priced.shippingProblem !== null) {
    const reason = shippingProblemOf(priced.shippingProblem, priced);
    return orderFailures.SHIPPING_UNAVAILABLE({ reason, options: [...priced.shippingOptions] });
  }
  if (priced.taxQuestion) return new TaxMissing(priced.taxQuestion);
  if (priceChanged) return orderFailures.PRICE_CHANGED({ quote: toQuote(ctx.shop, draft, input) });
  return undefined;
}

function failureOf({ code: promotionCode, reason }: RefusedCode): Failure {
  if (reason === 'used_up') return pricingFailures.PROMOTION_EXHAUSTED({ promotionCode });
  return pricingFailures.PROMOTION_NOT_APPLICABLE({ promotionCode, reason });
}
