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

/** What a line cost its buyer. Amounts are minor units. */
export interface PaidLine {
  readonly position: number;
  readonly quantity: number;
  /** With its share of discount and tax; shipping is not a line's. */
  readonly paid: number;
  /** The tax in `paid`. */
  readonly tax: number;
}

/** What went back for pieces of a line. */
export interface Given {
  readonly quantity: number;
  readonly amount: number;
  readonly tax: number;
}

export interface RefundLine extends Given {
  readonly position: number;
}

/** A refund as it was asked for, and how much of it failed. */
export interface AskedRefund {
  readonly amount: number;
  readonly failed: number;
  readonly lines: readonly RefundLine[];
}

/** What each line of an order cost, with its share of the order's discount and tax. */
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
 * What went back for each line, by its position: what was asked for, without what failed. Of a refund that failed in
 * part, the part that did not is spread over its lines, and only whole pieces of it count as refunded.
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
 * What `pieces` more of a line cost its buyer. However the pieces of a line are refunded, one by one or together, with
 * failures in between, the parts add up to what was paid for it.
 */
export function refundOfQuantity({ quantity, paid }: PaidLine, given: Given, pieces: number): number {
  return Math.max(0, proportionOf(paid, given.quantity + pieces, quantity) - given.amount);
}

/** The tax in the next `amount` that goes back for a line: with the last amount all of the line's tax is given back. */
export function taxInRefund({ paid, tax }: PaidLine, given: Given, amount: number): number {
  const taxSoFar = proportionOf(tax, Math.min(paid, given.amount + amount), paid);
  return Math.min(amount, Math.max(0, taxSoFar - given.tax));
}
