import { imageUrl } from '../../kernel/images.ts';
import { formatMoney } from '../../kernel/money.ts';
import type { Shop } from '../../kernel/shop.ts';
import type { Purchasable, ShortLine } from '../../products/index.ts';
import type { OrderItem, PlaceOrderInput, Quote, QuoteProblem } from '../schema.ts';
import { type Amounts, priceOrder } from './price.ts';

export interface DraftLine {
  readonly variant: Purchasable;
  readonly quantity: number;
}

/** The lines of an order at current prices, and every issue that would prevent it. Nothing is written. */
export interface Draft {
  readonly lines: readonly DraftLine[];
  readonly amounts: Amounts;
  readonly short: readonly ShortLine[];
  readonly unavailable: readonly string[];
  readonly priceChanged: boolean;
}

export function draftOrder(
  { settings }: Shop,
  lines: readonly DraftLine[],
  unknown: readonly string[],
  expectedTotal: number | undefined,
): Draft {
  const amounts = priceOrder(
    lines.map(({ variant, quantity }) => ({ unitPrice: variant.price, quantity })),
    settings,
  );
  const offSale = lines.filter(({ variant }) => !variant.isOnSale);
  const short = lines.filter(({ variant, quantity }) => variant.isOnSale && variant.available < quantity);
  return {
    lines,
    amounts,
    short: short.map(toShortLine),
    unavailable: [...unknown, ...offSale.map(({ variant }) => variant.variantId)],
    priceChanged: expectedTotal !== undefined && expectedTotal !== amounts.total,
  };
}

export function toShortLine({ variant, quantity }: DraftLine): ShortLine {
  const { variantId, productId, name, sku, available } = variant;
  return { variantId, productId, name, sku, requested: quantity, available };
}

export function toItem(shop: Shop, { variant, quantity }: DraftLine): OrderItem {
  const { variantId, productId, name, sku, options, imageKey, price } = variant;
  const image = imageKey === null ? null : imageUrl(shop, imageKey);
  return {
    variantId,
    productId,
    name,
    sku,
    options,
    imageUrl: image,
    unitPrice: price,
    quantity,
    lineTotal: price * quantity,
  };
}

export function toQuote(shop: Shop, draft: Draft, { shippingAddress, note }: PlaceOrderInput): Quote {
  const { currency } = shop.settings;
  const items = draft.lines.map((line) => toItem(shop, line));
  const problems: QuoteProblem[] = [
    ...draft.unavailable.map((variantId) => ({
      code: 'PRODUCT_UNAVAILABLE' as const,
      message: 'This item is not on sale.',
      variantId,
    })),
    ...draft.short.map(({ variantId, name, requested, available }) => ({
      code: 'INSUFFICIENT_STOCK' as const,
      message: `${name}: ${requested} requested, ${available} available.`,
      variantId,
      available,
    })),
  ];
  if (draft.lines.length === 0 && draft.unavailable.length === 0) {
    problems.push({ code: 'CART_EMPTY', message: 'The order has no items.' });
  }
  if (draft.priceChanged) {
    const message = `The total is ${formatMoney(draft.amounts.total, currency)} now.`;
    problems.push({ code: 'PRICE_CHANGED', message });
  }
  return { items, ...draft.amounts, currency, shippingAddress, note: note ?? null, problems };
}
