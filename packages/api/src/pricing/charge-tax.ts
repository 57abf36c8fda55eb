import { allocate } from '@cartwright/kernel/money';
import type { PricingFacts } from './facts.ts';
import { groupBy } from './group-by.ts';
import type { Destination } from './places.ts';
import { type Piece, type TaxAmount, taxAmounts } from './tax/amounts.ts';
import { followingTreatment, shippingTreatment, type Taxation, type Treatment, treatmentOf } from './tax/treatment.ts';
import type { Adjustment, PriceLine, PriceRequest, ShippingOption } from './types.ts';

type Target = PriceLine | 'shipping';

/**
 * The tax on what discounts left of lines and shipping. Goods that are picked up are taxed at the store. A tax that is
 * part of the prices and is not owed is a discount, so that the sum of taxes is what the store owes.
 */
export function chargeTax(
  { lines, destination, taxExempt }: PriceRequest & { readonly destination: Destination },
  facts: PricingFacts,
  adjustments: readonly Adjustment[],
  method: ShippingOption | null,
): Adjustment[] {
  const { country, region } = facts.store;
  const isAtStore = method?.pickup === true && country !== null;
  const taxation: Taxation = {
    pricesIncludeTax: facts.pricesIncludeTax,
    exportPrices: facts.exportPrices,
    store: facts.store,
    index: facts.rates,
    destination: isAtStore ? { country, region, postalCode: null } : destination,
    exempt: taxExempt && !isAtStore,
  };
  const goods = [...groupBy(lines, ({ taxClass }) => taxClass)].flatMap(([taxClass, group]) => {
    const treatment = treatmentOf(taxation, taxClass);
    return group.map((line) => ({
      target: line,
      amount: line.unitPrice * line.quantity + sumOf(adjustments, line),
      treatment,
    }));
  });
  const pieces = [...goods, ...shippingPieces(taxation, goods, sumOf(adjustments, 'shipping'))];
  const included = facts.pricesIncludeTax;
  const rows = taxAmounts<Target>(pieces, { included, rounding: facts.taxRounding });
  return rows.flatMap((tax) => rowOf(tax, included)).sort(byLine);
}

/** The sum of the adjustments of a line or of shipping. */
export function sumOf(adjustments: readonly Adjustment[], target: Target): number {
  const own = adjustments.filter((one) =>
    target === 'shipping' ? one.target === 'shipping' : one.target === 'line' && one.line === target.position,
  );
  return own.reduce((sum, { amount }) => sum + amount, 0);
}

/** Shipping by its own rates, or in proportion to what is left of the goods with each treatment. */
function shippingPieces(
  taxation: Taxation,
  goods: readonly (Piece<Target> & { readonly target: PriceLine })[],
  amount: number,
): Piece<Target>[] {
  const target = 'shipping';
  const own = shippingTreatment(taxation);
  if (own) return [{ target, amount, treatment: own }];
  const groups = [...groupBy(goods, ({ treatment }) => keyOf(treatment))].sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  const parts = allocate(amount, weightsOf(groups.map(([, group]) => group)));
  return groups.flatMap(([, [first]], index) => {
    const part = parts[index] ?? 0;
    return first ? [{ target, amount: part, treatment: followingTreatment(taxation, first.treatment) }] : [];
  });
}

const keyOf = ({ rates, notCharged }: Treatment) => [...rates.map(({ id }) => id), notCharged].join(' ');

/** If all goods are free, their prices before discounts count, and if they never cost anything, their quantities. */
function weightsOf(groups: readonly (readonly { readonly target: PriceLine; readonly amount: number }[])[]): number[] {
  const measures = [
    ({ amount }: { readonly amount: number }) => amount,
    ({ target }: { readonly target: PriceLine }) => target.unitPrice * target.quantity,
    ({ target }: { readonly target: PriceLine }) => target.quantity,
  ];
  const weights = measures.map((measure) =>
    groups.map((group) => group.reduce((sum, goods) => sum + measure(goods), 0)),
  );
  return weights.find((some) => some.some((weight) => weight > 0)) ?? [];
}

/** Shipping comes last. */
export const byLine = (one: Adjustment, other: Adjustment) => (one.line ?? Infinity) - (other.line ?? Infinity) || 0;

function rowOf({ target, rate, notCharged, base, amount }: TaxAmount<Target>, included: boolean): Adjustment[] {
  if (notCharged !== null && amount === 0) return [];
  const isCharged = notCharged === null;
  return [
    {
      target: target === 'shipping' ? 'shipping' : 'line',
      line: target === 'shipping' ? null : target.position,
      kind: isCharged ? 'tax' : 'discount',
      amount: isCharged ? amount : -amount,
      base,
      basisPoints: rate.basisPoints,
      sourceId: rate.id,
      label: isCharged ? rate.name : `${rate.name} not charged (${notCharged})`,
      included: isCharged && included,
    },
  ];
}
