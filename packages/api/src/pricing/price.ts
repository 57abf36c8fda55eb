import type { PricingFacts } from './facts.ts';
import { applyPromotions } from './promotions/apply.ts';
import type { Discount } from './promotions/combine.ts';
import { shippingOptions } from './shipping.ts';
import { taxOf, untaxed } from './tax-of.ts';
import type { Adjustment, Priced, PricedLine, PriceLine, PriceRequest, ShippingOption, Totals } from './types.ts';

/**
 * Computes what an order costs, in minor units: lines, their discounts, discounts of the order, shipping and its
 * discount, and tax on what is left. Every amount is an adjustment with its reason. The result depends neither on the
 * order of the lines nor on anything beside the arguments.
 *
 * @example
 * const facts = preparePricing(stored);
 * price({ ...request, destination: destinationOf(address) }, facts).totals.total;
 */
export function price(request: PriceRequest, facts: PricingFacts): Priced {
  const lines = request.lines.toSorted(byGoods);
  const { destination, shippingMethodId } = request;
  const options = destination && lines.length > 0 ? shippingOptions(facts.methods, destination, lines) : null;
  const method = options && chosenOption(options, shippingMethodId);
  const { discounts, codes, uses } = applyPromotions(request, lines, facts.automatic, method?.price ?? 0);
  const beforeTax = [
    ...discounts.map((discount) => discountAdjustment(discount, lines)),
    ...(method ? [shippingAdjustment(method)] : []),
  ];
  const tax = destination ? taxOf({ ...request, lines, destination }, facts, beforeTax, method) : untaxed;
  const adjustments = [...beforeTax, ...tax.adjustments];
  const pricedLines = request.lines.map((line) => pricedLine(line, adjustments));
  return {
    lines: pricedLines,
    adjustments,
    totals: totalsOf(pricedLines, adjustments),
    taxQuestion: tax.question,
    taxAnswer: tax.answer,
    shippingOptions: options ?? [],
    shippingMethodId: method?.id ?? null,
    shippingProblem: options === null || method ? null : problemOf(options, shippingMethodId),
    codes,
    promotionUses: uses,
  };
}

/** An order of lines that does not depend on how they were entered, so that the rest of a division falls alike. */
function byGoods(one: PriceLine, other: PriceLine): number {
  if (one.variantId !== other.variantId) return one.variantId < other.variantId ? -1 : 1;
  return one.unitPrice - other.unitPrice || one.quantity - other.quantity;
}

function chosenOption(options: readonly ShippingOption[], id: string | null): ShippingOption | null {
  if (id !== null) return options.find((option) => option.id === id) ?? null;
  return options.length === 1 ? (options[0] ?? null) : null;
}

function problemOf(options: readonly ShippingOption[], chosen: string | null): Priced['shippingProblem'] {
  return chosen === null && options.length > 0 ? 'required' : 'unavailable';
}

function discountAdjustment(
  { by, line, amount, base, basisPoints }: Discount,
  lines: readonly PriceLine[],
): Adjustment {
  const position = line === null ? null : (lines[line]?.position ?? null);
  return {
    target: line === null ? 'shipping' : 'line',
    line: position,
    kind: 'discount',
    amount: -amount,
    base,
    basisPoints,
    sourceId: by.promotion.id,
    label: by.code ?? by.promotion.name,
    included: false,
  };
}

function shippingAdjustment({ id, name, price }: ShippingOption): Adjustment {
  return {
    target: 'shipping',
    line: null,
    kind: 'shipping',
    amount: price,
    base: price,
    basisPoints: null,
    sourceId: id,
    label: name,
    included: false,
  };
}

function pricedLine({ position, unitPrice, quantity }: PriceLine, adjustments: readonly Adjustment[]): PricedLine {
  const own = adjustments.filter(({ target, line }) => target === 'line' && line === position);
  const subtotal = unitPrice * quantity;
  const { discount, tax, taxIncluded } = sumsOf(own);
  return { position, subtotal, discount, tax, taxIncluded, total: subtotal - discount + tax - taxIncluded };
}

function totalsOf(lines: readonly PricedLine[], adjustments: readonly Adjustment[]): Totals {
  const subtotal = lines.reduce((sum, line) => sum + line.subtotal, 0);
  const { discount, shipping, fee, tax, taxIncluded } = sumsOf(adjustments);
  const total = subtotal - discount + shipping + fee + tax - taxIncluded;
  return { subtotal, discount, shipping, fee, tax, taxIncluded, total };
}

function sumsOf(adjustments: readonly Adjustment[]): Omit<Totals, 'subtotal' | 'total'> {
  const sums = { discount: 0, shipping: 0, fee: 0, tax: 0, taxIncluded: 0 };
  for (const { kind, amount, included } of adjustments) {
    if (kind === 'discount') sums.discount -= amount;
    else sums[kind] += amount;
    if (included) sums.taxIncluded += amount;
  }
  return sums;
}
