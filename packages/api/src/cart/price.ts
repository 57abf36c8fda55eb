import type { Reader, Transaction } from '@cartwright/db';
import type { GuestContext } from '@cartwright/kernel/context';
import {
  codeSentence,
  customerOf,
  type Inquiry,
  type Priced,
  type PriceLine,
  price,
  pricingFor,
  type StoredPricing,
} from '../pricing/index.ts';
import type { Purchasable } from '../products/index.ts';
import type { CartContents } from './get.ts';
import type { Cart, CartIssue } from './schema.ts';

/** The part of a cart that its promotions decide. */
export interface PricedCart extends Pick<Cart, 'codes' | 'discounts' | 'subtotal' | 'discount' | 'total'> {
  readonly issues: readonly CartIssue[];
}

interface PricedLine {
  readonly variant: Purchasable;
  readonly quantity: number;
}

/** Lines in the form that `price` takes. Their positions are those of the list. */
export function toPriceLines(lines: readonly PricedLine[]): PriceLine[] {
  return lines.map(({ variant, quantity }, position) => ({ ...variant, position, unitPrice: variant.price, quantity }));
}

/** The promotions that a cart can meet, with the caller as their customer. */
export function inquiryOf(
  ctx: GuestContext,
  { lines, codes }: { readonly lines: readonly Pick<PricedLine, 'variant'>[]; readonly codes: readonly string[] },
): Inquiry {
  return { customer: customerOf(ctx), codes, goods: lines.map(({ variant }) => variant) };
}

/** Prices a cart for its answer. */
export async function priceCart(
  ctx: GuestContext,
  read: Reader | Transaction,
  { lines, codes, pricingVersion: version }: CartContents,
): Promise<PricedCart> {
  const inquiry = inquiryOf(ctx, { lines, codes });
  const pricing = await pricingFor(ctx.shop, read, [inquiry], { version });
  return toPricedCart(priceLines(ctx, lines, inquiry, pricing));
}

/** Prices lines without an address, so that there is neither shipping nor tax. */
export function priceLines(
  { shop }: GuestContext,
  lines: readonly PricedLine[],
  inquiry: Inquiry,
  pricing: StoredPricing,
): Priced {
  const request = {
    ...pricing.circumstancesOf(inquiry),
    lines: toPriceLines(lines),
    destination: null,
    shippingMethodId: null,
    taxExempt: false,
    at: shop.clock.now(),
  };
  return price(request, pricing.facts);
}

export function toPricedCart({ totals, codes, promotionUses, adjustments }: Priced): PricedCart {
  return {
    codes: codes.map(({ code }) => code),
    discounts: promotionUses.map(({ promotionId, code, discount: amount }) => {
      const label = adjustments.find(({ sourceId }) => sourceId === promotionId)?.label ?? '';
      return { label, ...(code !== null && { code }), amount };
    }),
    subtotal: totals.subtotal,
    discount: totals.discount,
    total: totals.total,
    issues: codes.flatMap(({ code, reason }) =>
      reason === null
        ? []
        : { code: 'PROMOTION_NOT_APPLICABLE', promotionCode: code, reason, message: codeSentence(code, reason) },
    ),
  };
}
