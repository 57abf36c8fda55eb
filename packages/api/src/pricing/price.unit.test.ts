import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { preparePricing, price } from './index.ts';
import { automaticFor, indexPromotions } from './promotions/index-automatic.ts';
import type { PromotionRule } from './schema.ts';
import { facts, idOf, line, promotion, rate, request, shippingMethod } from './testing/examples.ts';
import type { Priced, PriceLine, PriceRequest, Promotion, StoredFacts } from './types.ts';

/** Prices that are usual in a currency with so many decimals, and those at the ends. */
const unitPrice = fc.constantFrom(0, 2, 3).chain((decimals) => {
  const usual = fc.integer({ min: 0, max: 200 * 10 ** decimals });
  return fc.oneof({ weight: 5, arbitrary: usual }, fc.integer({ min: 0, max: 5 }), fc.constant(100_000_000_000));
});

const taxClass = fc.constantFrom('standard', 'reduced', 'zero', 'books');

const lines: fc.Arbitrary<PriceLine[]> = fc
  .array(
    fc.record({
      unitPrice,
      quantity: fc.integer({ min: 1, max: 9 }),
      taxClass,
      category: fc.integer({ max: 2, min: 0 }),
    }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((all) =>
    all.map(({ category, ...fields }, position) => line(position, { ...fields, categoryId: idOf(category) })),
  );

const off = fc.oneof(
  fc.integer({ min: 1, max: 10_000 }).map((basisPoints) => ({ kind: 'percent' as const, basisPoints })),
  fc.integer({ min: 1, max: 5_000 }).map((amount) => ({ kind: 'amount' as const, amount })),
);
const productIds = fc.subarray(
  [0, 1, 2, 3].map((position) => idOf(2_000 + position)),
  { minLength: 1 },
);
const categoryIds = fc.subarray([idOf(0), idOf(1), idOf(2)], { minLength: 1 });
const count = fc.integer({ min: 1, max: 3 });

const lineRule: fc.Arbitrary<PromotionRule> = fc.oneof(
  fc.record({ kind: fc.constant('products' as const), productIds, off }),
  fc.record({ kind: fc.constant('categories' as const), categoryIds, off }),
  fc.record({
    kind: fc.constant('buy_x_get_y' as const),
    buy: fc.record({ quantity: count }),
    get: fc.record({ quantity: count, basisPoints: fc.integer({ min: 1, max: 10_000 }) }),
  }),
);
const rule: fc.Arbitrary<PromotionRule> = fc.oneof(
  lineRule,
  fc.record({ kind: fc.constant('order' as const), off }),
  fc.constant({ kind: 'free_shipping' as const }),
);

const promotionsWith = (rules: fc.Arbitrary<PromotionRule>, exclusive: fc.Arbitrary<boolean> = fc.constant(false)) =>
  fc
    .array(fc.record({ rule: rules, exclusive, priority: fc.integer({ min: 0, max: 2 }) }), { maxLength: 5 })
    .map((all) => all.map(({ rule, ...fields }, index) => promotion(3_000 + index, rule, fields)));

const stored: fc.Arbitrary<StoredFacts> = fc
  .record({
    pricesIncludeTax: fc.boolean(),
    exportPrices: fc.constantFrom('same' as const, 'net' as const),
    taxRounding: fc.constantFrom('line' as const, 'order' as const),
    taxes: fc.array(fc.constantFrom(0, 1, 250, 700, 997.5, 1_900, 2_550, 10_000), { minLength: 1, maxLength: 3 }),
    shipping: fc.integer({ min: 0, max: 2_000 }),
    automatic: promotionsWith(rule, fc.boolean()),
    shippingClass: fc.boolean(),
  })
  .map(({ taxes, shipping, shippingClass, ...fields }) =>
    facts({
      ...fields,
      rates: [
        ...taxes.map((basisPoints, index) => rate(index, basisPoints, { mode: 'adds', name: `tax ${index}` })),
        rate(10, 700, { taxClass: 'reduced', name: 'reduced' }),
        ...(shippingClass ? [rate(11, 1_000, { taxClass: 'shipping', name: 'shipping' })] : []),
      ],
      methods: [shippingMethod(20, shipping)],
    }),
  );

const circumstances: fc.Arbitrary<Partial<PriceRequest>> = fc.record({
  destination: fc.constantFrom(null, ...['DE', 'CH'].map((country) => ({ country, region: null, postalCode: null }))),
  taxExempt: fc.boolean(),
});

const frozen = <Value extends object>(value: Value): Value => {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) frozen(part as object);
  return Object.freeze(value);
};

type Change = Partial<PriceRequest & StoredFacts>;

interface Order {
  readonly lines: readonly PriceLine[];
  readonly facts: StoredFacts;
  readonly priced: Priced;
  /** The price of the same order with something else. */
  readonly again: (change: Change) => Priced;
}

function always(check: (order: Order) => void): void {
  fc.assert(
    fc.property(lines, circumstances, stored, (lines, fields, facts) => {
      const again = ({ lines: others = lines, ...change }: Change) =>
        price(frozen(request(others, { ...fields, ...change })), preparePricing(frozen({ ...facts, ...change })));
      check({ lines, facts, priced: again({}), again });
    }),
    { numRuns: 300 },
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const discountsOf = ({ promotionUses }: Priced): number => sum(promotionUses.map(({ discount }) => discount));

/** Without tax, so that only promotions lower the price. */
const untaxed = { rates: [], taxExempt: false };

describe('every price', () => {
  test('is the sum of rows, none of which has the wrong sign', () => {
    always(({ priced: { lines, adjustments, totals } }) => {
      const rows = (kind: string) => sum(adjustments.filter((row) => row.kind === kind).map(({ amount }) => amount));
      const { subtotal, discount, shipping, fee, tax, taxIncluded, total } = totals;
      expect([0 - discount, shipping, fee, tax]).toEqual(['discount', 'shipping', 'fee', 'tax'].map(rows));
      expect(taxIncluded).toBe(sum(adjustments.filter(({ included }) => included).map(({ amount }) => amount)));
      expect(subtotal).toBe(sum(lines.map((line) => line.subtotal)));
      expect(total).toBe(subtotal - discount + shipping + fee + tax - taxIncluded);
      for (const { kind, amount, base } of adjustments) {
        expect(kind === 'discount' ? amount < 0 : amount >= 0).toBe(true);
        expect(base >= 0 && Number.isSafeInteger(amount) && Number.isSafeInteger(base)).toBe(true);
      }
    });
  });

  test('is never negative, whole or for a line or for shipping', () => {
    always(({ priced: { lines, adjustments, totals } }) => {
      const shipping = adjustments.filter(({ target, included }) => target === 'shipping' && !included);
      const amounts = [totals.total, sum(shipping.map(({ amount }) => amount)), ...lines.map(({ total }) => total)];
      expect(Math.min(...amounts)).toBeGreaterThanOrEqual(0);
    });
  });

  test('is the same again, and in any order of the lines', () => {
    always(({ lines, priced, again }) => {
      expect(again({})).toEqual(priced);
      const reversed = again({ lines: lines.toReversed() });
      expect(reversed.totals).toEqual(priced.totals);
      expect(reversed.lines.toReversed()).toEqual(priced.lines);
      expect(reversed.adjustments).toEqual(priced.adjustments);
    });
  });

  test('has the discount on each line that takes most off', () => {
    const automatic = promotionsWith(lineRule);
    fc.assert(
      fc.property(lines, automatic, (lines, automatic) => {
        const discounts = (some: readonly Promotion[]) =>
          price(request(lines), preparePricing(facts({ automatic: some }))).lines.map(({ discount }) => discount);
        const alone = automatic.map((one) => discounts([one]));
        const best = lines.map((_, index) => Math.max(0, ...alone.map((some) => some[index] ?? 0)));
        expect(discounts(automatic)).toEqual(best);
      }),
    );
  });

  test('has one exclusive promotion or all others, whichever take off more', () => {
    always(({ facts: { automatic }, again }) => {
      const shared = automatic.filter(({ exclusive }) => !exclusive);
      const exclusive = automatic.filter((one) => one.exclusive);
      const priced = again(untaxed);
      const choices = [shared, ...exclusive.map((one) => [one])].map((some) =>
        discountsOf(again({ ...untaxed, automatic: some })),
      );
      expect(discountsOf(priced)).toBe(Math.max(...choices));
      const used = new Set(priced.promotionUses.map(({ promotionId }) => promotionId));
      if (exclusive.some(({ id }) => used.has(id))) expect(used.size).toBe(1);
    });
  });

  test('stays as it is when a promotion for other products is added', () => {
    const off = { kind: 'percent' as const, basisPoints: 10_000 };
    const other = promotion(9_000, { kind: 'products', productIds: [idOf(9_999)], off }, { exclusive: true });
    always(({ facts: { automatic }, priced, again }) => {
      expect(again({ automatic: [...automatic, other] })).toEqual(priced);
    });
  });

  test('does not go up when a promotion is added', () => {
    const free = promotion(9_000, { kind: 'free_shipping' });
    always(({ facts: { automatic }, again }) => {
      const { totals } = again(untaxed);
      expect(again({ ...untaxed, automatic: [...automatic, free] }).totals.total).toBeLessThanOrEqual(totals.total);
    });
  });
});

describe('prices that include tax and prices that do not', () => {
  const rates = (...taxes: number[]) =>
    taxes.map((basisPoints, index) => rate(index, basisPoints, { mode: 'adds', name: `tax ${index}` }));
  const taxOf = (unitPrice: number, taxes: number[], pricesIncludeTax: boolean) =>
    price(request([line(0, { unitPrice })]), preparePricing(facts({ rates: rates(...taxes), pricesIncludeTax })));
  const basisPoints = fc.integer({ min: 0, max: 10_000 });

  test('agree exactly with one rate', () => {
    fc.assert(
      fc.property(unitPrice, basisPoints, (net, basisPoints) => {
        const { totals } = taxOf(net, [basisPoints], false);
        expect(taxOf(totals.total, [basisPoints], true).totals).toMatchObject({ tax: totals.tax, total: totals.total });
      }),
    );
  });

  test('agree within one unit for each of several rates', () => {
    fc.assert(
      fc.property(unitPrice, basisPoints, basisPoints, (net, ...taxes) => {
        const added = taxOf(net, taxes, false);
        const included = taxOf(added.totals.total, taxes, true);
        const amounts = ({ adjustments }: Priced) => adjustments.map(({ amount }) => amount);
        for (const [index, amount] of amounts(added).entries()) {
          expect(Math.abs(amount - (amounts(included)[index] ?? 0))).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

test('a cart meets none of 500 automatic promotions for other products', () => {
  const off = { kind: 'percent' as const, basisPoints: 1_000 };
  const automatic = Array.from({ length: 500 }, (_, index) =>
    promotion(5_000 + index, { kind: 'products', productIds: [idOf(8_000 + index)], off }),
  );
  expect(automaticFor(indexPromotions(automatic), [line(1), line(2)]).size).toBe(0);
  expect(automaticFor(indexPromotions(automatic), [line(1, { productId: idOf(8_123) })]).size).toBe(1);
});
