import { randomBytes } from 'node:crypto';
import type { FakeAnswer } from './stripe-account.ts';

interface FakeRate {
  readonly name: string;
  readonly place: string;
  /** Percent. */
  readonly rate: number;
}

/** The taxes by country, or by country and state. */
const rates: Readonly<Record<string, readonly FakeRate[]>> = {
  'US CA': [
    { name: 'Sales Tax', place: 'California', rate: 6 },
    { name: 'Sales Tax', place: 'Los Angeles County', rate: 0.25 },
    { name: 'District Tax', place: 'Los Angeles District', rate: 3.25 },
  ],
  DE: [{ name: 'VAT', place: 'Germany', rate: 19 }],
  FR: [{ name: 'VAT', place: 'France', rate: 20 }],
};

interface FakeItem {
  readonly reference: string;
  readonly amount: number;
  readonly inclusive: boolean;
  readonly taxCode: string | null;
}

export interface FakeTaxTransaction {
  readonly id: string;
  readonly type: 'transaction' | 'reversal';
  readonly reference: string;
  readonly originalTransaction: string | null;
  /** With tax. */
  readonly amount: number;
  readonly postedAt: number;
  /** The lines that were taken back: `[reference of the line, amount, tax]`. */
  readonly lines: readonly (readonly [line: string, amount: number, tax: number])[];
}

/** The tax calculations and transactions of a Stripe account. */
export class FakeStripeTax {
  readonly calculations: { readonly id: string; readonly total: number }[] = [];
  /** Items in the answer of a calculation. The others are in its list, as with many items at Stripe. */
  mostItems = 10;
  /** Sales and, with negative amounts, what was taken back from them. */
  readonly transactions: FakeTaxTransaction[] = [];
  readonly #items = new Map<string, object[]>();
  readonly #sales = new Map<string, string>();

  calculate(form: URLSearchParams): FakeAnswer {
    const address = (name: string) => form.get(`customer_details[address][${name}]`);
    const country = address('country') ?? '';
    if (country === 'US' && address('postal_code') === null) {
      const message = 'We could not determine the tax location of the customer.';
      return {
        status: 400,
        body: { error: { type: 'invalid_request_error', code: 'customer_tax_location_invalid', message } },
      };
    }
    const here = rates[`${country} ${address('state')}`] ?? rates[country] ?? [];
    const id = `taxcalc_${randomBytes(12).toString('hex')}`;
    const items = itemsOf(form).map((item) => ({
      id: `tax_li_${randomBytes(8).toString('hex')}`,
      object: 'tax.calculation_line_item',
      reference: item.reference,
      ...taxed(item, here),
    }));
    const shippingAmount = form.get('shipping_cost[amount]');
    const shipping =
      shippingAmount === null
        ? null
        : taxed(
            {
              reference: '',
              amount: Number(shippingAmount),
              inclusive: isInclusive(form, 'shipping_cost'),
              taxCode: null,
            },
            here,
          );
    const total = [...items, ...(shipping ? [shipping] : [])].reduce(
      (sum, { amount, amount_tax, tax_behavior }) => sum + amount + (tax_behavior === 'exclusive' ? amount_tax : 0),
      0,
    );
    this.calculations.push({ id, total });
    this.#items.set(id, items);
    const data = items.slice(0, this.mostItems);
    return {
      status: 200,
      body: {
        id,
        object: 'tax.calculation',
        amount_total: total,
        currency: form.get('currency'),
        line_items: {
          object: 'list',
          url: `/v1/tax/calculations/${id}/line_items`,
          has_more: data.length < items.length,
          data,
        },
        shipping_cost: shipping,
      },
    };
  }

  createTransaction(form: URLSearchParams): FakeAnswer {
    const calculation = this.calculations.find(({ id }) => id === form.get('calculation'));
    if (!calculation) return refusal('resource_missing', 'No such tax calculation.');
    return this.#commit(form, {
      type: 'transaction',
      originalTransaction: null,
      amount: calculation.total,
      lines: [],
      calculation: calculation.id,
    });
  }

  createReversal(form: URLSearchParams): FakeAnswer {
    const original = form.get('original_transaction') ?? '';
    const sale = this.transactions.find(({ id, type }) => id === original && type === 'transaction');
    if (!sale) return refusal('resource_missing', 'No such tax transaction.');
    const left = this.transactions
      .filter(({ id, originalTransaction }) => id === original || originalTransaction === original)
      .reduce((sum, { amount }) => sum + amount, 0);
    const lines = this.#reversedLines(form, original);
    const amount =
      form.get('mode') === 'full'
        ? -sale.amount
        : lines.reduce((sum, [, gross]) => sum + gross, Number(form.get('flat_amount') ?? 0));
    if (amount >= 0 || left + amount < 0) return refusal('tax_reversal_amount', 'The amount exceeds the transaction.');
    return this.#commit(form, { type: 'reversal', originalTransaction: original, amount, lines, calculation: null });
  }

  #reversedLines(form: URLSearchParams, original: string): [string, number, number][] {
    const items = this.#items.get(this.#sales.get(original) ?? '') ?? [];
    const lines: [string, number, number][] = [];
    for (let index = 0; form.has(`line_items[${index}][amount]`); index += 1) {
      const field = (name: string) => form.get(`line_items[${index}][${name}]`) ?? '';
      const item = items.find((one) => 'id' in one && one.id === field('original_line_item'));
      if (!item || !('reference' in item && 'tax_behavior' in item)) continue;
      const [amount, tax] = [Number(field('amount')), Number(field('amount_tax'))];
      lines.push([String(item.reference), item.tax_behavior === 'inclusive' ? amount : amount + tax, tax]);
    }
    return lines;
  }

  /** A reference is used once, by sales and reversals together. */
  #commit(
    form: URLSearchParams,
    {
      calculation,
      ...facts
    }: Pick<FakeTaxTransaction, 'type' | 'originalTransaction' | 'amount' | 'lines'> & { calculation: string | null },
  ): FakeAnswer {
    const reference = form.get('reference') ?? '';
    if (this.transactions.some((one) => one.reference === reference)) {
      return refusal('resource_already_exists', `The reference ${reference} is taken.`);
    }
    const id = `tax_${randomBytes(12).toString('hex')}`;
    this.transactions.push({ id, reference, postedAt: Number(form.get('posted_at') ?? 0), ...facts });
    if (calculation !== null) this.#sales.set(id, calculation);
    return { status: 200, body: { id, object: 'tax.transaction', type: facts.type, reference } };
  }

  listTransactionItems(id: string, query: URLSearchParams): FakeAnswer {
    return this.listItems(this.#sales.get(id) ?? '', query);
  }

  listItems(id: string, query: URLSearchParams): FakeAnswer {
    const all = this.#items.get(id) ?? [];
    const start = all.findIndex((item) => 'id' in item && item.id === query.get('starting_after')) + 1;
    const data = all.slice(start, start + Number(query.get('limit') ?? 10));
    const hasMore = start + data.length < all.length;
    return {
      status: 200,
      body: { object: 'list', url: `/v1/tax/calculations/${id}/line_items`, has_more: hasMore, data },
    };
  }
}

function refusal(code: string, message: string): FakeAnswer {
  return { status: 400, body: { error: { type: 'invalid_request_error', code, message } } };
}

const isInclusive = (form: URLSearchParams, of: string) => form.get(`${of}[tax_behavior]`) === 'inclusive';

function itemsOf(form: URLSearchParams): FakeItem[] {
  const items: FakeItem[] = [];
  for (let index = 0; form.has(`line_items[${index}][amount]`); index += 1) {
    const of = `line_items[${index}]`;
    items.push({
      reference: form.get(`${of}[reference]`) ?? '',
      amount: Number(form.get(`${of}[amount]`)),
      inclusive: isInclusive(form, of),
      taxCode: form.get(`${of}[tax_code]`),
    });
  }
  return items;
}

function taxed({ amount, inclusive, taxCode }: FakeItem, here: readonly FakeRate[]) {
  const charged = taxCode === 'txcd_00000000' ? [] : here;
  const divisor = inclusive ? 100 + charged.reduce((sum, { rate }) => sum + rate, 0) : 100;
  const breakdown = charged.map(({ name, place, rate }) => ({
    amount: Math.round((amount * rate) / divisor),
    taxable_amount: amount,
    jurisdiction: { display_name: place, level: 'state', country: 'US', state: null },
    tax_rate_details: { display_name: name, percentage_decimal: String(rate), tax_type: 'sales_tax' },
    taxability_reason: 'standard_rated',
    sourcing: 'destination',
  }));
  return {
    amount,
    amount_tax: breakdown.reduce((sum, { amount }) => sum + amount, 0),
    tax_behavior: inclusive ? 'inclusive' : 'exclusive',
    tax_code: taxCode ?? 'txcd_99999999',
    tax_breakdown: breakdown,
  };
}
