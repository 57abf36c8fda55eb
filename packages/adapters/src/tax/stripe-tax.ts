import type { TaxProvider, TaxQuestion, TaxReversal, TaxReversalLine, TaxShare } from '@cartwright/kernel/ports';
import Stripe from 'stripe';
import { stripeClient } from '../payments/stripe-client.ts';
import { withoutSecrets } from '../payments/stripe-errors.ts';
import { fromStripeUnits, toStripeUnits } from '../payments/stripe-money.ts';

export interface StripeTaxOptions {
  readonly secretKey: string;
  /** The origin of Stripe's API, for tests and proxies. */
  readonly apiUrl?: string | undefined;
  /** The longest time for one call, in milliseconds. A customer waits for it. */
  readonly timeoutMilliseconds?: number;
}

/** Stripe's tax code for goods without tax. */
const nontaxable = 'txcd_00000000';

/**
 * Computes tax with Stripe Tax, one calculation for each question, and records sales and refunds there. Stripe needs
 * registrations, which its dashboard has.
 *
 * @example
 * const tax = createStripeTax({ secretKey: 'sk_test_…' });
 */
export function createStripeTax({ secretKey, apiUrl, timeoutMilliseconds = 8_000 }: StripeTaxOptions): TaxProvider {
  const client = stripeClient(secretKey, apiUrl, timeoutMilliseconds);

  /** The items of a calculation. An answer holds the first of them, and a list the others. */
  async function itemsOf({ id, line_items: first }: Stripe.Tax.Calculation): Promise<Stripe.Tax.CalculationLineItem[]> {
    if (!first?.has_more || id === null) return first?.data ?? [];
    const items: Stripe.Tax.CalculationLineItem[] = [];
    const expand = ['data.tax_breakdown'];
    for await (const item of client.tax.calculations.listLineItems(id, { limit: 100, expand })) items.push(item);
    return items;
  }

  async function reversalsOf(refund: TaxReversal): Promise<Stripe.Tax.TransactionCreateReversalParams[]> {
    const { transaction, reference, currency, amount, of } = refund;
    const original = { original_transaction: transaction, reference };
    if (of === 'everything') return [{ ...original, mode: 'full' }];
    const lines = of.filter((line) => line.amount > 0);
    const rest = amount - lines.reduce((sum, line) => sum + line.amount, 0);
    const flat = { ...original, mode: 'partial', flat_amount: 0 - unitsOf(rest, currency) } as const;
    if (lines.length === 0) return [flat];
    const items = await reversedItems(refund, lines);
    const exact = { ...original, mode: 'partial', line_items: items } as const;
    return rest > 0 ? [exact, { ...flat, reference: `${reference}-rest` }] : [exact];
  }

  async function reversedItems({ transaction, reference, currency }: TaxReversal, lines: readonly TaxReversalLine[]) {
    const byPosition = new Map<string, Stripe.Tax.TransactionLineItem>();
    for await (const item of client.tax.transactions.listLineItems(transaction, { limit: 100 })) {
      byPosition.set(item.reference, item);
    }
    return lines.map(({ position, quantity, amount, tax }) => {
      const item = byPosition.get(String(position));
      if (!item) throw new Error(`The transaction ${transaction} of Stripe Tax has no line ${position}.`);
      return {
        original_line_item: item.id,
        reference: `${reference}-${position}`,
        quantity,
        amount: 0 - unitsOf(item.tax_behavior === 'inclusive' ? amount : amount - tax, currency),
        amount_tax: 0 - unitsOf(tax, currency),
      };
    });
  }

  return {
    name: 'stripe',
    async quote(question) {
      try {
        const calculation = await client.tax.calculations.create(toParams(question));
        const { id, shipping_cost: shipping } = calculation;
        if (id === null) throw new Error('Stripe made a calculation without an id.');
        const items = await itemsOf(calculation);
        const taxes = [
          ...items.flatMap((item) => sharesOf(item, Number(item.reference), question)),
          ...(shipping ? sharesOf(shipping, null, question) : []),
        ];
        return { reference: id, taxes };
      } catch (error) {
        if (isUnknownAddress(error)) return 'unknown address';
        throw withoutSecrets(error);
      }
    },
    async record({ calculation, orderId, at }) {
      try {
        const sale = { calculation, reference: orderId, posted_at: Math.floor(at.getTime() / 1_000) };
        const options = { idempotencyKey: `tax-${orderId}` };
        return (await client.tax.transactions.createFromCalculation(sale, options)).id;
      } catch (error) {
        throw withoutSecrets(error);
      }
    },
    async reverse(refund) {
      try {
        for (const reversal of await reversalsOf(refund)) {
          await client.tax.transactions.createReversal(reversal, { idempotencyKey: `tax-${reversal.reference}` });
        }
      } catch (error) {
        throw withoutSecrets(error);
      }
    },
  };
}

function toParams(question: TaxQuestion): Stripe.Tax.CalculationCreateParams {
  const { currency, included, address, lines, shipping } = question;
  const { country, state, city, postalCode, line1, line2 } = address;
  const behaviour = included ? 'inclusive' : 'exclusive';
  return {
    currency: currency.toLowerCase(),
    line_items: lines.map(({ position, taxClass, quantity, amount }) => ({
      reference: String(position),
      amount: unitsOf(amount, currency),
      quantity,
      tax_behavior: behaviour,
      ...taxCodeOf(taxClass),
    })),
    ...(shipping > 0 && { shipping_cost: { amount: unitsOf(shipping, currency), tax_behavior: behaviour } }),
    customer_details: {
      address_source: 'shipping',
      address: {
        country,
        ...(state && { state }),
        ...(city && { city }),
        ...(postalCode && { postal_code: postalCode }),
        ...(line1 && { line1 }),
        ...(line2 && { line2 }),
      },
    },
    expand: ['line_items.data.tax_breakdown', 'shipping_cost.tax_breakdown'],
  };
}

/**
 * A tax class such as `txcd-20030000` is a tax code of Stripe. Other classes are taxed by the code that the account has
 * as its default.
 */
function taxCodeOf(taxClass: string): { tax_code?: string } {
  if (taxClass === 'zero') return { tax_code: nontaxable };
  return /^txcd-\d{8}$/.test(taxClass) ? { tax_code: taxClass.replace('-', '_') } : {};
}

type Taxed = Stripe.Tax.CalculationLineItem | Stripe.Tax.Calculation.ShippingCost;

/** The taxes of an item. A breakdown that does not add up to the tax is replaced by the tax as a whole. */
function sharesOf(taxed: Taxed, line: number | null, { currency }: TaxQuestion): TaxShare[] {
  const { amount_tax: tax, amount: base, tax_breakdown: breakdown } = taxed;
  const parts = (breakdown ?? []).filter(({ amount }) => amount > 0);
  if (tax === 0) return [];
  if (parts.reduce((sum, { amount }) => sum + amount, 0) !== tax) {
    const [amount, whole] = [fromStripeUnits(tax, currency), fromStripeUnits(base, currency)];
    return [{ line, amount, base: whole, basisPoints: null, label: 'Tax' }];
  }
  return parts.map(({ amount, taxable_amount, jurisdiction, tax_rate_details: rate }) => {
    const percentage = rate ? Number(rate.percentage_decimal) : null;
    const words = [jurisdiction.display_name, rate?.display_name ?? 'Tax', percentage && `${percentage} %`];
    return {
      line,
      amount: fromStripeUnits(amount, currency),
      base: fromStripeUnits(taxable_amount, currency),
      // The shop keeps two decimals of a basis point.
      basisPoints: percentage === null ? null : Math.round(percentage * 10_000) / 100,
      label: words.filter(Boolean).join(' '),
    };
  });
}

/** @throws {RangeError} Stripe has no such amount. Settings refuse the currencies of such amounts */
function unitsOf(amount: number, currency: string): number {
  const units = toStripeUnits(amount, currency);
  if (units === undefined) throw new RangeError(`Stripe cannot take an amount in ${currency} exactly.`);
  return units;
}

function isUnknownAddress(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'customer_tax_location_invalid';
}
