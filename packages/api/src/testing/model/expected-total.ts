import { shareOf } from '@cartwright/kernel/money';
import type { Settings } from '@cartwright/kernel/settings';

/** The total of an order in a shop with the shipping method and the tax rate of its settings, computed apart. */
export function expectedTotal(
  lines: readonly { readonly unitPrice: number; readonly quantity: number }[],
  { shippingPrice, freeShippingFrom, taxBasisPoints }: Settings,
): number {
  const lineTotals = lines.map(({ unitPrice, quantity }) => unitPrice * quantity);
  const subtotal = lineTotals.reduce((sum, lineTotal) => sum + lineTotal, 0);
  const amounts = [...lineTotals, subtotal >= freeShippingFrom ? 0 : shippingPrice];
  return amounts.reduce((sum, amount) => sum + amount + shareOf(amount, taxBasisPoints), 0);
}

/** The price of a line with its tax. */
export function expectedLine(lineTotal: number, { taxBasisPoints }: Settings): number {
  return lineTotal + shareOf(lineTotal, taxBasisPoints);
}
