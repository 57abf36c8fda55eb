import { allocate, proportionOf } from '@cartwright/kernel/money';
import type { Adjustment } from '../../pricing/index.ts';

interface PricedLine {
  readonly position: number;
  readonly quantity: number;
  readonly lineTotal: number;
}

/** The tax of one rate, in minor units. */
export interface Tax {
  readonly label: string;
  readonly basisPoints: number;
  readonly amount: number;
}

/** The price of a line, in minor units. */
export interface PaidLine {
  readonly position: number;
  readonly quantity: number;
  /** Includes the line's discounts and tax. Shipping belongs to no line. */
  readonly paid: number;
  /** The tax in `paid`, an entry for each rate. */
  readonly taxes: readonly Tax[];
}

/** The refunded part of a line, in minor units. */
export interface Refunded {
  readonly quantity: number;
  readonly amount: number;
  /** The part of the price that the store kept, which goes back with no later refund. */
  readonly fee: number;
  readonly taxes: readonly Tax[];
}

export interface RefundLine extends Refunded {
  readonly position: number;
}

/** A requested refund, and how much of it failed. */
export interface AskedRefund {
  readonly amount: number;
  readonly failed: number;
  /** The part of the amount that is for shipping. */
  readonly shipping: number;
  readonly lines: readonly RefundLine[];
  /** The tax in the part of the amount that belongs to no line. */
  readonly taxes: readonly Tax[];
}

/** Computes the price of each line from its adjustments. */
export function paidLines(lines: readonly PricedLine[], adjustments: readonly Adjustment[]): PaidLine[] {
  return lines.map(({ position, quantity, lineTotal }) => {
    const own = adjustments.filter(({ line }) => line === position);
    return {
      position,
      quantity,
      paid: lineTotal + sumOf(own.filter(({ included }) => !included)),
      taxes: taxesOf(own),
    };
  });
}

/** Computes the price of the shipping of an order, with its discounts and tax, from its adjustments. */
export function paidShipping(adjustments: readonly Adjustment[]): number {
  return sumOf(adjustments.filter(({ target, included }) => target === 'shipping' && !included));
}

/** Sums the taxes of adjustments by rate. */
export function taxesOf(adjustments: readonly Adjustment[]): Tax[] {
  return adjustments
    .filter(({ kind }) => kind === 'tax')
    .reduce<Tax[]>(
      (taxes, { label, basisPoints, amount }) => addTaxes(taxes, [{ label, basisPoints: basisPoints ?? 0, amount }]),
      [],
    );
}

const nothing: Refunded = { quantity: 0, amount: 0, fee: 0, taxes: [] };

/**
 * Sums the refunds of each line by its position, without failed amounts. If a refund failed in part, the rest is spread
 * over its lines, and only whole quantities of it count as refunded. While money of a line is missing after a failure, at
 * least one of its quantity is left to be refunded with it. A fee that the store kept is not missing.
 */
export function refundedOf(
  refunds: readonly AskedRefund[],
  lines: readonly Pick<PaidLine, 'position' | 'quantity' | 'paid'>[],
): (position: number) => Refunded {
  const refunded = new Map<number, Refunded>();
  for (const { position, quantity, amount, fee, taxes } of refunds.flatMap((refund) => withoutFailed(refund).lines)) {
    const before = refunded.get(position) ?? nothing;
    refunded.set(position, {
      quantity: before.quantity + quantity,
      amount: before.amount + amount,
      fee: before.fee + fee,
      taxes: addTaxes(before.taxes, taxes),
    });
  }
  if (refunds.some(({ failed }) => failed > 0)) {
    for (const { position, quantity, paid } of lines) {
      const own = refunded.get(position);
      if (own && own.amount + own.fee < paid)
        refunded.set(position, { ...own, quantity: Math.min(own.quantity, quantity - 1) });
    }
  }
  return (position) => refunded.get(position) ?? nothing;
}

/** The sums of all refunds together, without failed amounts. */
export function refundedInAll(refunds: readonly AskedRefund[]): {
  readonly amount: number;
  readonly shipping: number;
  readonly taxes: Tax[];
} {
  const parts = refunds.map(withoutFailed);
  return {
    amount: sumOf(parts),
    shipping: parts.reduce((sum, { shipping }) => sum + shipping, 0),
    taxes: parts.flatMap(({ lines, taxes }) => [...lines.map((line) => line.taxes), taxes]).reduce<Tax[]>(addTaxes, []),
  };
}

function withoutFailed({ amount, failed, shipping, lines, taxes }: AskedRefund): Omit<AskedRefund, 'failed'> {
  if (failed === 0) return { amount, shipping, lines, taxes };
  const kept = amount - failed;
  const amounts = lines.map((line) => line.amount);
  const rest = amount - amounts.reduce((sum, one) => sum + one, 0);
  const parts = allocate(kept, [...amounts, rest]);
  return {
    amount: kept,
    shipping: proportionOf(shipping, kept, amount),
    lines: lines.map((line, index) => ({
      position: line.position,
      quantity: Number((BigInt(line.quantity) * BigInt(kept)) / BigInt(amount)),
      amount: parts[index] ?? 0,
      fee: proportionOf(line.fee, kept, amount),
      taxes: shareOfTaxes(line.taxes, parts[index] ?? 0, line.amount),
    })),
    taxes: shareOfTaxes(taxes, parts.at(-1) ?? 0, rest),
  };
}

/**
 * The amount to refund for `quantity` more of a line. The refunds of a line and the fees kept of it always add up to its
 * price, in any number of steps and with failures in between.
 */
export function refundOfQuantity(
  line: Pick<PaidLine, 'quantity' | 'paid'>,
  before: Refunded,
  quantity: number,
): number {
  return Math.max(0, proportionOf(line.paid, before.quantity + quantity, line.quantity) - before.amount - before.fee);
}

/** The tax in the next `amount` that goes back for a line. The last amount returns the rest of the line's tax. */
export function taxesInRefund({ paid, taxes }: PaidLine, before: Refunded, amount: number): Tax[] {
  let left = amount;
  return taxes.map((tax) => {
    const soFar = proportionOf(tax.amount, Math.min(paid, before.amount + amount), paid);
    const part = Math.min(left, Math.max(0, soFar - taxIn(before.taxes, tax)));
    left -= part;
    return { ...tax, amount: part };
  });
}

/**
 * The tax in an amount that belongs to no line: of what is left of each rate, the share that the amount is of the money
 * that is left.
 */
export function taxesInAmount(
  order: { readonly paid: number; readonly taxes: readonly Tax[] },
  before: { readonly amount: number; readonly taxes: readonly Tax[] },
  amount: number,
): Tax[] {
  const left = order.taxes.map((tax) => ({ ...tax, amount: Math.max(0, tax.amount - taxIn(before.taxes, tax)) }));
  const money = Math.max(0, order.paid - before.amount);
  return shareOfTaxes(left, Math.min(amount, money), money);
}

/** Adds taxes by rate. */
export function addTaxes(taxes: readonly Tax[], more: readonly Tax[]): Tax[] {
  const added = new Map(taxes.map((tax) => [keyOf(tax), tax]));
  for (const tax of more) {
    const before = added.get(keyOf(tax));
    added.set(keyOf(tax), before ? { ...tax, amount: before.amount + tax.amount } : tax);
  }
  return [...added.values()];
}

function shareOfTaxes(taxes: readonly Tax[], part: number, whole: number): Tax[] {
  return taxes.map((tax) => ({ ...tax, amount: proportionOf(tax.amount, part, whole) }));
}

function taxIn(taxes: readonly Tax[], wanted: Tax): number {
  return taxes.find((tax) => keyOf(tax) === keyOf(wanted))?.amount ?? 0;
}

const keyOf = ({ label, basisPoints }: Tax) => `${basisPoints} ${label}`;

function sumOf(parts: readonly { readonly amount: number }[]): number {
  return parts.reduce((sum, { amount }) => sum + amount, 0);
}
