import { formatMoney } from '@cartwright/kernel/money';
import type { Shop } from '@cartwright/kernel/shop';
import { toPriceLines } from '../../cart/index.ts';
import {
  codeSentence,
  destinationOf,
  type Inquiry,
  type Priced,
  type PricedCode,
  price,
  type StoredPricing,
  type VatFact,
} from '../../pricing/index.ts';
import type { Purchasable, ShortLine } from '../../products/index.ts';
import { type ShippingProblem, shippingSentences } from '../errors.ts';
import { toItem } from '../read/to-item.ts';
import type { Quote, QuoteOrderInput, QuoteProblem } from '../schema.ts';
import type { AskedFacts } from './plan.ts';

export interface DraftLine {
  readonly variant: Purchasable;
  readonly quantity: number;
}

/** The part of an input that the price depends on, with the answers of other services. */
export type PricedInput = Pick<QuoteOrderInput, 'shippingAddress' | 'shippingMethod' | 'expectedTotal'> & AskedFacts;

/** The lines of an order at current prices, and every issue that would prevent it. Nothing is written. */
export interface Draft {
  readonly lines: readonly DraftLine[];
  readonly priced: Priced;
  /** The customer's VAT number with its effect on this order. */
  readonly vat: VatFact | null;
  readonly short: readonly ShortLine[];
  readonly unavailable: readonly string[];
  readonly priceChanged: boolean;
}

export function draftOrder(
  { lines, unknown }: { readonly lines: readonly DraftLine[]; readonly unknown: readonly string[] },
  { shippingAddress, shippingMethod, expectedTotal, vat, tax }: PricedInput,
  { inquiry, pricing, at }: { readonly inquiry: Inquiry; readonly pricing: StoredPricing; readonly at: Date },
): Draft {
  const priced = price(
    {
      ...pricing.circumstancesOf(inquiry),
      lines: toPriceLines(lines),
      destination: destinationOf(shippingAddress),
      shippingMethodId: shippingMethod ?? null,
      taxExempt: vat?.status === 'confirmed',
      taxService: tax,
      at,
    },
    pricing.facts,
  );
  const offSale = lines.filter(({ variant }) => !variant.isOnSale);
  const short = lines.filter(({ variant, quantity }) => variant.isOnSale && variant.available < quantity);
  return {
    lines,
    priced,
    vat: effectOf(vat, priced),
    short: short.map(toShortLine),
    unavailable: [...unknown, ...offSale.map(({ variant }) => variant.variantId)],
    priceChanged: expectedTotal !== undefined && expectedTotal !== priced.totals.total,
  };
}

/** Goods that are picked up stay in the store's country, so that a confirmed number does not matter. */
function effectOf(vat: VatFact | null, { shippingOptions, shippingMethodId }: Priced): VatFact | null {
  const isPickedUp = shippingOptions.some(({ id, pickup }) => pickup && id === shippingMethodId);
  return vat && isPickedUp ? { ...vat, status: 'not_applicable' } : vat;
}

function toShortLine({ variant, quantity }: DraftLine): ShortLine {
  const { variantId, productId, name, sku, available } = variant;
  return { variantId, productId, name, sku, requested: quantity, available };
}

export function toQuote(
  shop: Shop,
  draft: Draft,
  { shippingAddress, note }: Pick<QuoteOrderInput, 'shippingAddress' | 'note'>,
): Quote {
  const { currency } = shop.settings;
  const { totals, adjustments, shippingOptions, shippingMethodId } = draft.priced;
  return {
    items: draft.lines.map(({ variant, quantity }, position) =>
      toItem(shop, { ...variant, position, unitPrice: variant.price, quantity }, adjustments),
    ),
    ...totals,
    currency,
    adjustments: [...adjustments],
    shippingOptions: [...shippingOptions],
    shippingMethod: shippingMethodId,
    shippingAddress,
    vat: draft.vat,
    note: note ?? null,
    problems: problemsOf(draft, currency),
  };
}

function problemsOf({ lines, priced, short, unavailable, priceChanged }: Draft, currency: string): QuoteProblem[] {
  const problems: QuoteProblem[] = [
    ...unavailable.map((variantId) => ({
      code: 'PRODUCT_UNAVAILABLE' as const,
      message: 'This item is not on sale.',
      variantId,
    })),
    ...short.map(({ variantId, name, requested, available }) => ({
      code: 'INSUFFICIENT_STOCK' as const,
      message: `${name}: ${requested} requested, ${available} available.`,
      variantId,
      available,
    })),
  ];
  if (lines.length === 0 && unavailable.length === 0) {
    problems.push({ code: 'CART_EMPTY', message: 'The order has no items.' });
  }
  for (const { code, reason } of priced.codes.filter(isRefused)) {
    const problem = reason === 'used_up' ? 'PROMOTION_EXHAUSTED' : 'PROMOTION_NOT_APPLICABLE';
    problems.push({ code: problem, message: codeSentence(code, reason), promotionCode: code, reason });
  }
  const shipping = priced.shippingProblem;
  if (shipping !== null) {
    const message = shippingSentences[shippingProblemOf(shipping, priced)];
    problems.push({ code: 'SHIPPING_UNAVAILABLE', message });
  }
  if (priceChanged) {
    const message = `The total is ${formatMoney(priced.totals.total, currency)} now.`;
    problems.push({ code: 'PRICE_CHANGED', message });
  }
  return problems;
}

export type RefusedCode = PricedCode & { readonly reason: NonNullable<PricedCode['reason']> };

/** Whether an order with the code would be refused, so that no customer pays more than the cart showed. */
export function isRefused(code: PricedCode): code is RefusedCode {
  return code.reason !== null;
}

/** The reason for which an order cannot be shipped. */
export function shippingProblemOf(
  problem: 'required' | 'unavailable',
  { shippingOptions }: Pick<Priced, 'shippingOptions'>,
): ShippingProblem {
  if (problem === 'required') return 'required';
  return shippingOptions.length > 0 ? 'unfitting' : 'unserved';
}
