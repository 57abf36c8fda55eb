import type { TaxAnswer, TaxQuestion, TaxShare } from '@cartwright/kernel/ports';
import { byLine, chargeTax, sumOf } from './charge-tax.ts';
import type { PricingFacts } from './facts.ts';
import type { Destination } from './places.ts';
import type { Adjustment, PriceRequest, ShippingOption, TaxService } from './types.ts';

interface Tax {
  readonly adjustments: readonly Adjustment[];
  readonly question: TaxQuestion | null;
  readonly answer: TaxAnswer | null;
}

export const untaxed: Tax = { adjustments: [], question: null, answer: null };

type Request = PriceRequest & { readonly destination: Destination };

/** The tax of an order, by the tax service if the request has one, otherwise by the table of tax rates. */
export function taxOf(
  request: Request,
  facts: PricingFacts,
  adjustments: readonly Adjustment[],
  method: ShippingOption | null,
): Tax {
  const byTable = () => ({ ...untaxed, adjustments: chargeTax(request, facts, adjustments, method) });
  const { taxService, taxExempt, lines } = request;
  // The tax at the store, where goods are picked up, does not depend on cities that only a service knows.
  const isAtStore = method?.pickup === true && facts.store.country !== null;
  if (!taxService || isAtStore || lines.length === 0) return byTable();
  const included = facts.pricesIncludeTax;
  if (taxExempt && !included) return untaxed;
  const question = questionOf(request, taxService, included, adjustments);
  const answer = taxService.answerTo(question);
  if (answer === undefined) return { ...untaxed, question };
  if (answer === 'table') return byTable();
  const rows = answer.taxes.map((share) => rowOf(share, included, taxExempt)).sort(byLine);
  return { adjustments: rows, question: null, answer };
}

function questionOf(
  { lines }: Request,
  { currency, address }: TaxService,
  included: boolean,
  adjustments: readonly Adjustment[],
): TaxQuestion {
  return {
    currency,
    included,
    address,
    lines: lines.map((line) => ({
      position: line.position,
      productId: line.productId,
      taxClass: line.taxClass,
      quantity: line.quantity,
      amount: line.unitPrice * line.quantity + sumOf(adjustments, line),
    })),
    shipping: sumOf(adjustments, 'shipping'),
  };
}

/** A tax that is part of the prices and is not owed is a discount, as in `chargeTax`. */
function rowOf({ line, amount, base, basisPoints, label }: TaxShare, included: boolean, exempt: boolean): Adjustment {
  return {
    target: line === null ? 'shipping' : 'line',
    line,
    kind: exempt ? 'discount' : 'tax',
    amount: exempt ? -amount : amount,
    base,
    basisPoints,
    sourceId: null,
    label: exempt ? `${label} not charged (intra-community supply)` : label,
    included: included && !exempt,
  };
}
