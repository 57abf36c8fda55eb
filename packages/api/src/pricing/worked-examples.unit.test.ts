import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { preparePricing, price, promotionRule } from './index.ts';
import { facts, line, promotion, rate, request, shippingMethod } from './testing/examples.ts';
import data from './testing/worked-examples.json' with { type: 'json' };

const amount = z.number().int();

const table = z.strictObject({
  sources: z.record(z.string(), z.strictObject({ authority: z.string(), document: z.string(), url: z.url() })),
  examples: z.array(
    z.strictObject({
      title: z.string(),
      source: z.string(),
      /** Whether the source has the amounts, or only the rates and the rule that they follow from. */
      basis: z.enum(['published example', 'published rate, computed']),
      currency: z.string(),
      to: z.strictObject({ country: z.string(), region: z.string().nullable() }),
      /** The country of the rates, where it is not that of the destination. */
      store: z.string().optional(),
      rates: z.array(
        z.strictObject({
          name: z.string(),
          basisPoints: z.number(),
          taxClass: z.string().optional(),
          mode: z.enum(['adds', 'replaces']).optional(),
        }),
      ),
      lines: z.array(
        z.strictObject({ unitPrice: amount, quantity: z.number().int(), taxClass: z.string().optional() }),
      ),
      included: z.boolean().default(false),
      rounding: z.enum(['line', 'order']).default('line'),
      exportPrices: z.enum(['same', 'net']).default('same'),
      shipping: amount.optional(),
      promotion: promotionRule.optional(),
      /** The part of shipping that the source taxes. */
      shippingTaxed: amount.optional(),
      expected: z.strictObject({ tax: z.record(z.string(), amount), total: amount, discount: amount.default(0) }),
    }),
  ),
});

type Example = z.output<typeof table>['examples'][number];

const { sources, examples } = table.parse(data);

function priced(example: Example) {
  const { to, store = to.country, promotion: rule, shipping } = example;
  const stored = facts({
    pricesIncludeTax: example.included,
    taxRounding: example.rounding,
    exportPrices: example.exportPrices,
    store: { country: store, region: null },
    rates: example.rates.map(({ name, basisPoints, taxClass = 'standard', mode = 'replaces' }, index) =>
      rate(index, basisPoints, { name, country: store, taxClass, mode }),
    ),
    methods: shipping === undefined ? [] : [shippingMethod(500, shipping)],
    automatic: rule ? [promotion(600, rule)] : [],
  });
  const lines = example.lines.map(({ taxClass = 'standard', ...given }, index) => line(index, { ...given, taxClass }));
  return price(request(lines, { destination: { ...to, postalCode: null } }), preparePricing(stored));
}

describe('the worked examples of tax authorities', () => {
  test('are at least 30, each from a named source, and every source has one', () => {
    expect(examples.length).toBeGreaterThanOrEqual(30);
    expect(new Set(examples.map(({ source }) => source))).toEqual(new Set(Object.keys(sources)));
    expect(new Set(examples.map(({ title }) => title)).size).toBe(examples.length);
  });

  test.for(examples.map((example): [string, Example] => [`${example.source}: ${example.title}`, example]))(
    'come out to the smallest unit: %s',
    ([, example]) => {
      const { adjustments, totals } = priced(example);
      const tax: Record<string, number> = {};
      for (const row of adjustments) if (row.kind === 'tax') tax[row.label] = (tax[row.label] ?? 0) + row.amount;
      const { total, discount } = totals;
      expect({ tax, total, discount }).toEqual(example.expected);
      if (example.shippingTaxed === undefined) return;
      const taxed = adjustments.filter(({ kind, target }) => kind === 'tax' && target === 'shipping');
      expect(taxed.reduce((sum, { base }) => sum + base, 0)).toBe(example.shippingTaxed);
    },
  );
});
