import { formatMoney } from '@cartwright/kernel/money';
import type { Shop } from '@cartwright/kernel/shop';
import { destinationOf, type Priced, type PricingFacts, price } from '../../pricing/index.ts';
import type { Purchasable, ShortLine } from '../../products/index.ts';
import { type ShippingProblem, shippingSentences } from '../errors.ts';
import { toItem } from '../read/to-item.ts';
import type { Quote, QuoteOrderInput, QuoteProblem } from '../schema.ts';

export interface DraftLine {
  readonly variant: Purchasable;
  readonly quantity: number;
}

/** The part of an input that the price depends on. */
export type PricedInput = Pick<QuoteOrderInput, 'shippingAddress' | 'shippingMethod' | 'expectedTotal'>;

/** The lines of an order at current prices, and every issue that would prevent it. Nothing is written. */
export interface Draft {
  readonly lines: readonly DraftLine[];
  readonly priced: Priced;
  readonly short: readonly ShortLine[];
  readonly unavailable: readonly string[];
  readonly priceChanged: boolean;
}

export function draftOrder(
  { lines, unknown }: { readonly lines: readonly DraftLine[]; readonly unknown: readonly string[] },
  { shippingAddress, shippingMethod, expectedTotal }: PricedInput,
  facts: PricingFacts,
  at: Date,
): Draft {
  const priced = price(
    {
      lines: lines.map(({ variant, quantity }, position) => ({
        ...variant,
        position,
        unitPrice: variant.price,
        quantity,
      })),
      destination: destinationOf(shippingAddress),
      shippingMethodId: shippingMethod ?? null,
      codes: [],
      left: new Map(),
      customer: { groups: [], isFirstOrder: null },
      taxExempt: false,
      at,
    },
    facts,
  );
  const offSale = lines.filter(({ variant }) => !variant.isOnSale);
  const short = lines.filter(({ variant, quantity }) => variant.isOnSale && variant.available < quantity);
  return {
    lines,
    priced,
    short: short.map(toShortLine),
    unavailable: [...unknown, ...offSale.map(({ variant }) => variant.variantId)],
    priceChanged: expectedTotal !== undefined && expectedTotal !== priced.totals.total,
  };
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

/** The reason for which an order cannot be shipped. */
export function shippingProblemOf(
  problem: 'required' | 'unavailable',
  { shippingOptions }: Pick<Priced, 'shippingOptions'>,
): ShippingProblem {
  if (problem === 'required') return 'required';
  return shippingOptions.length > 0 ? 'unfitting' : 'unserved';
}
