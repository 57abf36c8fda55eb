import { shareOf } from '../../kernel/money.ts';
import type { Settings } from '../../kernel/settings.ts';

export interface Amounts {
  readonly subtotal: number;
  readonly discount: number;
  readonly shipping: number;
  readonly tax: number;
  readonly total: number;
}

/**
 * Computes the price of an order in minor units: lines, shipping below the free limit, and tax on both. Tax is rounded
 * half up for each line and for shipping, so that each shows its own.
 */
export function priceOrder(
  lines: readonly { readonly unitPrice: number; readonly quantity: number }[],
  settings: Pick<Settings, 'shippingPrice' | 'freeShippingFrom' | 'taxBasisPoints'>,
): Amounts {
  const lineTotals = lines.map(({ unitPrice, quantity }) => unitPrice * quantity);
  const subtotal = lineTotals.reduce((sum, lineTotal) => sum + lineTotal, 0);
  const discount = 0;
  const shipping = lines.length === 0 || subtotal >= settings.freeShippingFrom ? 0 : settings.shippingPrice;
  const tax = [...lineTotals, shipping].reduce((sum, amount) => sum + shareOf(amount, settings.taxBasisPoints), 0);
  return { subtotal, discount, shipping, tax, total: subtotal - discount + shipping + tax };
}
