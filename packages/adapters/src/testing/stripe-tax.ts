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

/** The tax calculations of a Stripe account. */
export class FakeStripeTax {
  readonly calculations: { readonly id: string; readonly total: number }[] = [];
  /** Items in the answer of a calculation. The others are in its list, as with many items at Stripe. */
  mostItems = 10;
  readonly #items = new Map<string, object[]>();

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
