import { describe, expect, test } from 'vitest';
import { destinationOf, preparePricing, price } from './index.ts';
import { facts, idOf, line, promotion, rate, request, shippingMethod } from './testing/examples.ts';
import type { PriceLine, PriceRequest, StoredFacts } from './types.ts';

function priced(lines: PriceLine[], fields: Partial<PriceRequest & StoredFacts>) {
  return price(request(lines, fields), preparePricing(facts(fields)));
}

const taxesOf = ({ adjustments }: ReturnType<typeof priced>) =>
  adjustments.flatMap(({ kind, target, amount, base, label }) =>
    kind === 'tax' ? [[target, label, base, amount]] : [],
  );

const to = (country: string, state?: string, postalCode?: string) => ({
  destination: destinationOf({ country, state, postalCode }),
});

describe('the rates of a destination', () => {
  const canada = [
    rate(1, 500, { country: 'CA', name: 'GST' }),
    rate(2, 700, { country: 'CA', region: 'BC', name: 'PST', mode: 'adds' }),
    rate(3, 1_300, { country: 'CA', region: 'ON', name: 'HST' }),
    rate(4, 997.5, { country: 'CA', region: 'QC', name: 'QST', mode: 'adds' }),
  ];
  const rows = (state: string) =>
    taxesOf(priced([line(1, { unitPrice: 10_000 })], { rates: canada, ...to('CA', state) }));

  test('add to those that apply or take their place, each as its own adjustment', () => {
    expect(rows('Alberta')).toEqual([['line', 'GST', 10_000, 500]]);
    expect(rows('BC')).toEqual([
      ['line', 'GST', 10_000, 500],
      ['line', 'PST', 10_000, 700],
    ]);
    expect(rows('ON')).toEqual([['line', 'HST', 10_000, 1_300]]);
    expect(rows('Quebec')).toEqual([
      ['line', 'GST', 10_000, 500],
      ['line', 'QST', 10_000, 998],
    ]);
  });

  test('are those of the longest postal prefix, then of the region, the country and every country', () => {
    const rates = [
      rate(1, 100, { country: '*', name: 'any' }),
      rate(2, 200, { country: 'US', name: 'country' }),
      rate(3, 300, { country: 'US', region: 'CA', name: 'state' }),
      rate(4, 400, { country: 'US', region: 'CA', postalPrefix: '90', name: 'short' }),
      rate(5, 500, { country: 'US', postalPrefix: '902', name: 'long' }),
    ];
    const name = (...place: Parameters<typeof to>) => taxesOf(priced([line(1)], { rates, ...to(...place) }))[0]?.[1];
    expect(name('US', 'CA', '90210-1234')).toBe('long');
    expect(name('US', 'CA', '90 110')).toBe('short');
    expect(name('US', 'California')).toBe('state');
    expect(name('US', 'NV', '89001')).toBe('country');
    expect(name('US', 'NV', '90011')).toBe('country');
    expect(name('FR', undefined, '90000')).toBe('any');
  });

  test('are those of the class, otherwise of standard goods, and none for the class zero', () => {
    const rates = [rate(1, 1_900), rate(2, 700, { taxClass: 'reduced' })];
    const lines = ['standard', 'reduced', 'own', 'zero'].map((taxClass, index) => line(index, { taxClass }));
    expect(priced(lines, { rates }).lines.map(({ tax }) => tax)).toEqual([190, 70, 190, 0]);
  });

  test('of 0 are written with what they were computed from', () => {
    const rates = [
      rate(1, 2_000, { country: 'GB' }),
      rate(2, 0, { country: 'GB', taxClass: 'books', name: 'VAT 0 %' }),
    ];
    expect(taxesOf(priced([line(1, { taxClass: 'books' })], { rates, ...to('GB') }))).toEqual([
      ['line', 'VAT 0 %', 1_000, 0],
    ]);
  });
});

describe('tax in the prices', () => {
  const rates = [
    rate(1, 500, { country: 'CA', name: 'GST' }),
    rate(2, 700, { country: 'CA', name: 'PST', mode: 'adds' }),
  ];

  test('is split over the rates by their sum', () => {
    const result = priced([line(1, { unitPrice: 11_200 })], { rates, pricesIncludeTax: true, ...to('CA') });
    expect(taxesOf(result)).toEqual([
      ['line', 'GST', 11_200, 500],
      ['line', 'PST', 11_200, 700],
    ]);
    expect(result.totals).toMatchObject({ subtotal: 11_200, tax: 1_200, taxIncluded: 1_200, total: 11_200 });
  });

  test('is never more than the price, however many rates there are', () => {
    const many = [1, 2, 3, 4].map((number) => rate(number, 10_000, { mode: 'adds' }));
    for (const taxRounding of ['line', 'order'] as const) {
      const lines = [1, 2, 3].map((unitPrice) => line(unitPrice, { unitPrice }));
      const result = priced(lines, { rates: many, pricesIncludeTax: true, taxRounding, taxExempt: true });
      expect(result.lines.every(({ total }) => total >= 0)).toBe(true);
    }
  });
});

test('tax is rounded once for each line, or once for each rate and then split over the lines', () => {
  const lines = [1, 2, 3].map((position) => line(position, { unitPrice: 6 }));
  const rates = [rate(1, 825)];
  expect(priced(lines, { rates }).totals.tax).toBe(0);
  const together = priced(lines, { rates, taxRounding: 'order' });
  // 18 × 8.25 % = 1.485
  expect(together.lines.map(({ tax }) => tax)).toEqual([1, 0, 0]);
});

describe('abroad', () => {
  const rates = [rate(1, 1_900, { name: 'VAT 19 %' }), rate(2, 2_000, { country: 'FR', name: 'TVA 20 %' })];
  const gross = { rates, pricesIncludeTax: true, methods: [shippingMethod(7, 595)] };
  const lines = [line(1, { unitPrice: 11_900 })];

  test('the price stays, and the rate of the destination says how much of it is tax', () => {
    expect(priced(lines, { ...gross, ...to('DE') }).totals).toMatchObject({ total: 12_495, tax: 1_995 });
    expect(priced(lines, { ...gross, ...to('FR') }).totals).toMatchObject({ total: 12_495, tax: 1_983 + 99 });
    expect(priced(lines, { ...gross, ...to('CH') }).totals).toMatchObject({ total: 12_495, tax: 0, discount: 0 });
  });

  test('EXPORT_PRICES=net takes the tax of the home country out where the destination has none', () => {
    const net = { ...gross, exportPrices: 'net' as const };
    const result = priced(lines, { ...net, ...to('CH') });
    expect(result.totals).toEqual({
      subtotal: 11_900,
      discount: 1_995,
      shipping: 595,
      fee: 0,
      tax: 0,
      taxIncluded: 0,
      total: 10_500,
    });
    expect(result.adjustments.at(-1)).toEqual({
      target: 'shipping',
      line: null,
      kind: 'discount',
      amount: -95,
      base: 595,
      basisPoints: 1_900,
      sourceId: idOf(1),
      label: 'VAT 19 % not charged (export)',
      included: false,
    });
    expect(priced(lines, { ...net, ...to('FR') }).totals.total).toBe(12_495);
    expect(priced(lines, { ...net, pricesIncludeTax: false, ...to('CH') }).totals.total).toBe(12_495);
    expect(priced(lines, { ...net, store: { country: null, region: null }, ...to('CH') }).totals.total).toBe(12_495);
  });

  test('a territory outside the tax of its country is abroad', () => {
    const spain = [rate(1, 2_100, { country: 'ES' }), rate(2, 0, { country: 'ES', postalPrefix: '35' })];
    const fields = { pricesIncludeTax: true, exportPrices: 'net' as const, store: { country: 'ES', region: null } };
    const total = (postalCode: string) =>
      priced([line(1, { unitPrice: 12_100 })], { rates: spain, ...fields, ...to('ES', undefined, postalCode) }).totals;
    expect(total('28001')).toMatchObject({ total: 12_100, tax: 2_100 });
    expect(total('35001')).toMatchObject({ total: 10_000, tax: 0 });
  });

  test('an exempt sale costs the price less the tax that a consumer there would have had in it', () => {
    const exempt = priced(lines, { ...gross, ...to('FR'), taxExempt: true });
    expect(exempt.totals).toMatchObject({ tax: 0, total: 12_495 - 1_983 - 99 });
    expect(exempt.adjustments.at(-1)?.label).toBe('TVA 20 % not charged (intra-community supply)');
    const net = priced(lines, { ...gross, pricesIncludeTax: false, ...to('FR'), taxExempt: true });
    expect(net.totals).toMatchObject({ tax: 0, discount: 0, total: 12_495 });
  });
});

describe('shipping', () => {
  const rates = [rate(1, 1_900), rate(2, 700, { taxClass: 'reduced' })];
  const methods = [shippingMethod(7, 500)];
  const lines = [line(1, { unitPrice: 3_000 }), line(2, { unitPrice: 1_000, taxClass: 'reduced' })];

  test('follows the goods in proportion to what discounts left of them', () => {
    expect(taxesOf(priced(lines, { rates, methods })).slice(2)).toEqual([
      ['shipping', 'VAT', 375, 71],
      ['shipping', 'VAT', 125, 9],
    ]);
    const rule = {
      kind: 'products' as const,
      productIds: [idOf(2_001)],
      off: { kind: 'amount' as const, amount: 2_000 },
    };
    expect(taxesOf(priced(lines, { rates, methods, automatic: [promotion(9, rule)] })).slice(2)).toEqual([
      ['shipping', 'VAT', 250, 48],
      ['shipping', 'VAT', 250, 18],
    ]);
  });

  test('of free goods follows their prices before discounts, and of goods without prices their quantities', () => {
    const free = promotion(9, { kind: 'order', off: { kind: 'percent', basisPoints: 10_000 } });
    expect(taxesOf(priced(lines, { rates, methods, automatic: [free] }))).toEqual([
      ['shipping', 'VAT', 375, 71],
      ['shipping', 'VAT', 125, 9],
    ]);
    const gifts = [line(1, { unitPrice: 0, quantity: 3 }), line(2, { unitPrice: 0, taxClass: 'reduced' })];
    expect(taxesOf(priced(gifts, { rates, methods }))).toEqual([
      ['shipping', 'VAT', 375, 71],
      ['shipping', 'VAT', 125, 9],
    ]);
  });

  test('has a class of its own where a rate has it', () => {
    const own = [...rates, rate(3, 0, { taxClass: 'shipping', name: 'none' })];
    expect(taxesOf(priced(lines, { rates: own, methods })).slice(2)).toEqual([['shipping', 'none', 500, 0]]);
  });

  test('that is picked up is taxed at the store, and no intra-community supply', () => {
    const pickup = [shippingMethod(7, 0, { pickup: true })];
    const result = priced([line(1)], { rates, methods: pickup, taxExempt: true, ...to('FR') });
    expect(result.totals.tax).toBe(190);
  });
});
