import type { TaxAnswer, TaxQuestion } from '@cartwright/kernel/ports';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { preparePricing } from './facts.ts';
import { price } from './price.ts';
import * as sample from './testing/examples.ts';
import type { TaxService } from './types.ts';

/** A service that charges each percentage on every line and on shipping. */
function service(percentages: readonly number[]): TaxService {
  const on = ({ included }: TaxQuestion, line: number | null, amount: number) =>
    percentages.map((percentage) => ({
      line,
      amount: Math.floor((amount * percentage) / (included ? 400 : 100)),
      base: amount,
      basisPoints: percentage * 100,
      label: `City ${percentage} %`,
    }));
  const answerTo = (question: TaxQuestion): TaxAnswer => ({
    reference: 'calculation',
    taxes: [
      ...question.lines.flatMap(({ position, amount }) => on(question, position, amount)),
      ...on(question, null, question.shipping),
    ],
  });
  return { currency: 'USD', address: { country: 'US', state: 'CA', postalCode: '90001' }, answerTo };
}

const silent: TaxService = { ...service([]), answerTo: () => undefined };
const table: TaxService = { ...service([]), answerTo: () => 'table' };

test('an order that the tax service taxes is the sum of its rows, exempt or not', () => {
  const lines = fc.array(fc.record({ unitPrice: fc.nat(100_000), quantity: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 5,
  });
  const percentages = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 3 });
  fc.assert(
    fc.property(
      lines,
      percentages,
      fc.boolean(),
      fc.boolean(),
      fc.nat(2_000),
      (lines, percents, pricesIncludeTax, taxExempt, shipping) => {
        const facts = preparePricing(sample.facts({ pricesIncludeTax, methods: [sample.shippingMethod(9, shipping)] }));
        const request = sample.request(
          lines.map((fields, position) => sample.line(position, fields)),
          {
            taxExempt,
            taxService: service(percents),
          },
        );
        const { totals, adjustments, lines: priced } = price(request, facts);
        const sum = (kind: string) =>
          adjustments.filter((one) => one.kind === kind).reduce((total, { amount }) => total + amount, 0);
        expect(totals.tax).toBe(sum('tax'));
        expect(totals.discount).toBe(0 - sum('discount'));
        expect(totals.total).toBe(
          totals.subtotal - totals.discount + totals.shipping + totals.tax - totals.taxIncluded,
        );
        expect(totals.taxIncluded).toBe(pricesIncludeTax ? totals.tax : 0);
        if (taxExempt) expect(totals.tax).toBe(0);
        for (const line of priced) expect(line.total).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test('the exempt order costs the price less the tax of a consumer', () => {
  const facts = preparePricing(sample.facts({ pricesIncludeTax: true }));
  const totalOf = (taxExempt: boolean) => {
    const { totals } = price(sample.request([sample.line(0)], { taxExempt, taxService: service([20]) }), facts);
    return totals.total - (taxExempt ? 0 : totals.tax);
  };
  expect(totalOf(true)).toBe(totalOf(false));
});

test('without an answer there is a question and no tax, and the table stands in where it shall', () => {
  const facts = preparePricing(
    sample.facts({ rates: [sample.rate(1, 1_900)], methods: [sample.shippingMethod(9, 500)] }),
  );
  const request = sample.request([sample.line(0, { unitPrice: 1_000, quantity: 2, taxClass: 'reduced' })]);
  const open = price({ ...request, taxService: silent }, facts);
  expect(open.taxQuestion).toEqual({
    currency: 'USD',
    included: false,
    address: silent.address,
    lines: [{ position: 0, productId: sample.idOf(2_000), taxClass: 'reduced', quantity: 2, amount: 2_000 }],
    shipping: 500,
  });
  expect(open.totals.tax).toBe(0);
  const { taxQuestion, taxAnswer, ...rest } = price({ ...request, taxService: table }, facts);
  expect({ ...rest, taxQuestion, taxAnswer }).toEqual(price(request, facts));
  expect(rest.totals.tax).toBe(475);
});

test('goods that are picked up, and orders without goods, need no service', () => {
  const methods = [sample.shippingMethod(9, 0, { pickup: true })];
  const facts = preparePricing(sample.facts({ rates: [sample.rate(1, 1_900)], methods }));
  expect(price(sample.request([sample.line(0)], { taxService: silent }), facts)).toMatchObject({
    taxQuestion: null,
    totals: { tax: 190 },
  });
  expect(price(sample.request([], { taxService: silent }), facts).taxQuestion).toBeNull();
});
