import { allocate, proportionOf } from '../../kernel/money.ts';

interface PricedLine {
  readonly position: number;
  readonly quantity: number;
  readonly lineTotal: number;
}

interface PricedOrder {
  readonly discount: number;
  readonly shipping: number;
  readonly tax: number;
}

/** The price of a line, in minor units. */
export interface PaidLine {
  readonly position: number;
  readonly quantity: number;
  /** Includes the line's share of discount and tax. Shipping belongs to no line. */
  readonly paid: number;
  /** The tax in `paid`. */
  readonly tax: number;
}

/** The refunded part of a line, in minor units. */
export interface Given {
  readonly quantity: number;
  readonly amount: number;
  readonly tax: number;
}

export interface RefundLine extends Given {
  readonly position: number;
}

/** A requested refund, and how much of it failed. */
export interface AskedRefund {
  readonly amount: number;
  readonly failed: number;
  readonly lines: readonly RefundLine[];
}

/** Computes the price of each line, with its share of the order's discount and tax. */
export function paidLines(order: PricedOrder, lines: readonly PricedLine[]): PaidLine[] {
  const totals = lines.map(({ lineTotal }) => lineTotal);
  const discounts = allocate(order.discount, totals);
  // Shipping is taxed as the goods are, so it takes its share of the tax.
  const taxes = allocate(order.tax, [...totals, order.shipping]);
  return lines.map(({ position, quantity, lineTotal }, index) => {
    const tax = taxes[index] ?? 0;
    return { position, quantity, paid: lineTotal - (discounts[index] ?? 0) + tax, tax };
  });
}

const nothing: Given = { quantity: 0, amount: 0, tax: 0 };

/**
 * Sums the refunds of each line by its position, without failed amounts. If a refund failed in part, the rest is spread
 * over its lines, and only whole quantities of it count as refunded.
 */
export function givenBack(refunds: readonly AskedRefund[]): (position: number) => Given {
  const given = new Map<number, Given>();
  for (const refund of refunds) {
    for (const { position, quantity, amount, tax } of withoutFailed(refund)) {
      const before = given.get(position) ?? nothing;
      given.set(position, {
        quantity: before.quantity + quantity,
        amount: before.amount + amount,
        tax: before.tax + tax,
      });
    }
  }
  return (position) => given.get(position) ?? nothing;
}

function withoutFailed({ amount, failed, lines }: AskedRefund): readonly RefundLine[] {
  if (failed === 0) return lines;
  const kept = amount - failed;
  const amounts = lines.map((line) => line.amount);
  const rest = amount - amounts.reduce((sum, one) => sum + one, 0);
  const parts = allocate(kept, [...amounts, rest]);
  return lines.map((line, index) => ({
    position: line.position,
    quantity: Number((BigInt(line.quantity) * BigInt(kept)) / BigInt(amount)),
    amount: parts[index] ?? 0,
    tax: proportionOf(line.tax, parts[index] ?? 0, line.amount),
  }));
}

/**
 * The amount to refund for `pieces` more of a line. The refunds of a line always add up to its price, in any number of
 * steps and with failures in between.
 */
export function refundOfQuantity({ quantity, paid }: PaidLine, given: Given, pieces: number): number {
  return Math.max(0, proportionOf(paid, given.quantity + pieces, quantity) - given.amount);
}

/** The tax in the next `amount` that goes back for a line. The last amount returns the rest of the line's tax. */
export function taxInRefund({ paid, tax }: PaidLine, given: Given, amount: number): number {
  const taxSoFar = proportionOf(tax, Math.min(paid, given.amount + amount), paid);
  return Math.min(amount, Math.max(0, taxSoFar - given.tax));
}
