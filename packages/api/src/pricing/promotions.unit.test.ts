import { describe, expect, test } from 'vitest';
import { preparePricing, price } from './index.ts';
import { entered, facts, idOf, line, promotion, request, shippingMethod } from './testing/examples.ts';
import type { PriceLine, PriceRequest, Promotion, StoredFacts } from './types.ts';

const percent = (basisPoints: number) => ({ kind: 'percent' as const, basisPoints });
const amount = (amount: number) => ({ kind: 'amount' as const, amount });
const order = (off: ReturnType<typeof percent> | ReturnType<typeof amount>) => ({ kind: 'order' as const, off });
const products = (ids: string[], off: ReturnType<typeof percent> | ReturnType<typeof amount>) => ({
  kind: 'products' as const,
  productIds: ids,
  off,
});

function priced(lines: PriceLine[], automatic: Promotion[], fields: Partial<PriceRequest & StoredFacts> = {}) {
  return price(request(lines, fields), preparePricing(facts({ automatic, ...fields })));
}

const discountsOf = ({ adjustments }: ReturnType<typeof priced>) =>
  adjustments.flatMap(({ kind, line, amount, label }) => (kind === 'discount' ? [[line, amount, label]] : []));

const [mug, bowl] = [line(1, { unitPrice: 1_000, quantity: 2 }), line(2, { unitPrice: 500, quantity: 3 })];
const both = [mug.productId, bowl.productId];

describe('a discount of lines', () => {
  test('takes a percentage of the line, rounded once', () => {
    const result = priced(
      [line(1, { unitPrice: 333, quantity: 3 })],
      [promotion(1, products([idOf(2_001)], percent(1_500)))],
    );
    expect(discountsOf(result)).toEqual([[1, -150, 'Promotion 1']]);
  });

  test('takes an amount off each unit, and at most its price', () => {
    expect(discountsOf(priced([mug, bowl], [promotion(1, products(both, amount(700)))]))).toEqual([
      [1, -1_400, 'Promotion 1'],
      [2, -1_500, 'Promotion 1'],
    ]);
  });

  test('counts for a line if it takes most off, and of equal ones by priority and then age', () => {
    const tenPercent = promotion(3, products(both, percent(1_000)));
    const oneEach = promotion(4, products(both, amount(100)));
    expect(discountsOf(priced([mug, bowl], [oneEach, tenPercent]))).toEqual([
      [1, -200, 'Promotion 3'],
      [2, -300, 'Promotion 4'],
    ]);
    expect(discountsOf(priced([mug], [tenPercent, { ...oneEach, priority: 1 }]))[0]).toEqual([1, -200, 'Promotion 4']);
  });

  test('of a category finds its products', () => {
    const rule = { kind: 'categories' as const, categoryIds: [idOf(9)], off: percent(5_000) };
    expect(discountsOf(priced([{ ...mug, categoryId: idOf(9) }, bowl], [promotion(1, rule)]))).toEqual([
      [1, -1_000, 'Promotion 1'],
    ]);
  });
});

describe('a promotion that gives units for units bought', () => {
  const buy = (quantity: number, get: number, basisPoints = 10_000, goods = {}) => ({
    kind: 'buy_x_get_y' as const,
    buy: { quantity, ...goods },
    get: { quantity: get, basisPoints },
  });

  test('lowers the price of the cheapest units in the cart', () => {
    expect(discountsOf(priced([mug, bowl], [promotion(1, buy(2, 1))]))).toEqual([[2, -500, 'Promotion 1']]);
    expect(discountsOf(priced([mug, bowl], [promotion(1, buy(1, 1))]))).toEqual([[2, -1_000, 'Promotion 1']]);
    expect(discountsOf(priced([mug], [promotion(1, buy(1, 1, 5_000))]))).toEqual([[1, -500, 'Promotion 1']]);
  });

  test('counts no unit twice and takes nothing off too few', () => {
    expect(discountsOf(priced([mug], [promotion(1, buy(2, 1))]))).toEqual([]);
    expect(discountsOf(priced([mug, line(3, { unitPrice: 1 })], [promotion(1, buy(2, 1))]))).toEqual([
      [3, -1, 'Promotion 1'],
    ]);
  });

  test('can be for other goods than those to buy', () => {
    const rule = {
      kind: 'buy_x_get_y' as const,
      buy: { quantity: 1, productIds: [mug.productId] },
      get: { quantity: 1, productIds: [bowl.productId], basisPoints: 10_000 },
    };
    expect(discountsOf(priced([mug, bowl], [promotion(1, rule)]))).toEqual([[2, -1_000, 'Promotion 1']]);
    expect(discountsOf(priced([bowl], [promotion(1, rule)]))).toEqual([]);
  });
});

describe('discounts of the order', () => {
  test('apply by priority, each to what the ones before it left, and go to the lines in proportion', () => {
    const half = promotion(1, order(percent(5_000)));
    const five = promotion(2, order(amount(500)), { priority: 1 });
    const result = priced([mug, bowl], [half, five]);
    // 35.00 less 5.00, less half of 30.00.
    expect(result.totals).toMatchObject({ subtotal: 3_500, discount: 2_000, total: 1_500 });
    expect(discountsOf(result)).toEqual([
      [1, -286, 'Promotion 2'],
      [2, -214, 'Promotion 2'],
      [1, -857, 'Promotion 1'],
      [2, -643, 'Promotion 1'],
    ]);
  });

  test('come after those of lines and end at 0', () => {
    const result = priced([mug], [promotion(1, order(amount(9_999))), promotion(2, products(both, amount(100)))]);
    expect(discountsOf(result)).toEqual([
      [1, -200, 'Promotion 2'],
      [1, -1_800, 'Promotion 1'],
    ]);
    expect(result.totals.total).toBe(0);
  });
});

test('free shipping takes all of shipping off, once', () => {
  const free = { kind: 'free_shipping' as const };
  const result = priced([mug], [promotion(1, free), promotion(2, free)], { methods: [shippingMethod(7, 490)] });
  expect(result.totals).toMatchObject({ shipping: 490, discount: 490, total: 2_000 });
  expect(result.promotionUses).toEqual([{ promotionId: idOf(1), code: null, discount: 490 }]);
});

describe('an exclusive promotion', () => {
  const shared = [promotion(1, order(percent(1_000))), promotion(2, products(both, percent(1_000)))];

  test('applies alone if it takes off more than the sum of the others', () => {
    // 10 % of 20.00 and then 10 % of 18.00 are 3.80.
    const less = promotion(3, order(amount(380)), { exclusive: true });
    const more = promotion(4, order(amount(381)), { exclusive: true });
    expect(priced([mug], [...shared, less]).promotionUses).toHaveLength(2);
    expect(priced([mug], [...shared, less, more]).promotionUses).toEqual([
      { promotionId: idOf(4), code: null, discount: 381 },
    ]);
  });

  test('keeps a code from counting, which hears so', () => {
    const best = promotion(4, order(percent(9_000)), { exclusive: true });
    const result = priced([mug], [best], { codes: [entered('TEN', promotion(5, order(percent(1_000))))] });
    expect(result.codes).toEqual([{ code: 'TEN', promotionId: idOf(5), reason: 'not_combinable', discount: 0 }]);
  });
});

describe('a budget', () => {
  test('refuses a discount over what is left as a whole, and lets the next best count', () => {
    const [rich, poor] = [promotion(1, products(both, percent(5_000))), promotion(2, products(both, percent(1_000)))];
    const result = (budget: number) => priced([mug], [rich, poor], { left: new Map([[rich.id, { budget }]]) });
    expect(result(1_000).promotionUses).toEqual([{ promotionId: rich.id, code: null, discount: 1_000 }]);
    expect(result(999).promotionUses).toEqual([{ promotionId: poor.id, code: null, discount: 200 }]);
  });

  test('of a code that is too small is used up', () => {
    const rule = order(percent(5_000));
    const codes = [entered('HALF', promotion(1, rule))];
    const result = priced([mug], [], { codes, left: new Map([[idOf(1), { budget: 999 }]]) });
    expect(result.codes).toMatchObject([{ code: 'HALF', reason: 'used_up' }]);
    expect(result.totals.discount).toBe(0);
  });
});

describe('a code', () => {
  const rule = order(percent(1_000));
  const reasonOf = (fields: Partial<Promotion>, order: Partial<PriceRequest> = {}) =>
    priced([mug], [], { codes: [entered('CODE', promotion(5, rule, fields))], ...order }).codes[0]?.reason;

  test('that applies names its discount, and its adjustments are called like it', () => {
    const result = priced([mug], [], { codes: [entered('TEN', promotion(5, rule))] });
    expect(result.codes).toEqual([{ code: 'TEN', promotionId: idOf(5), reason: null, discount: 200 }]);
    expect(result.promotionUses).toEqual([{ promotionId: idOf(5), code: 'TEN', discount: 200 }]);
    expect(discountsOf(result)).toEqual([[1, -200, 'TEN']]);
  });

  test('that does not fit says why', () => {
    const at = new Date('2026-11-30T12:00:00Z');
    expect(priced([mug], [], { codes: [entered('CODE', null)] }).codes[0]?.reason).toBe('unknown');
    expect(reasonOf({ startsAt: new Date(at.getTime() + 1) })).toBe('not_started');
    expect(reasonOf({ startsAt: at })).toBe(null);
    expect(reasonOf({ endsAt: at })).toBe('expired');
    expect(reasonOf({ endsAt: new Date(at.getTime() + 1) })).toBe(null);
    expect(reasonOf({}, { left: new Map([[idOf(5), { uses: 0 }]]) })).toBe('used_up');
    expect(reasonOf({}, { left: new Map([[idOf(5), { budget: 0 }]]) })).toBe('used_up');
    expect(reasonOf({}, { left: new Map([[idOf(5), { usesOfCustomer: 0 }]]) })).toBe('used_by_you');
    expect(reasonOf({ conditions: { minSubtotal: 2_001 } })).toBe('minimum');
    expect(reasonOf({ conditions: { minSubtotal: 2_000, minQuantity: 2 } })).toBe(null);
    expect(reasonOf({ conditions: { minQuantity: 3 } })).toBe('minimum');
    expect(reasonOf({ conditions: { productIds: [bowl.productId] } })).toBe('items');
    expect(reasonOf({ conditions: { categoryIds: [idOf(9)] } })).toBe('items');
    expect(reasonOf({ rule: products([bowl.productId], percent(1_000)) })).toBe('items');
    expect(reasonOf({ conditions: { countries: ['FR', 'IT'] } })).toBe('country');
    expect(reasonOf({ conditions: { firstOrder: true } })).toBe('customer');
    expect(reasonOf({ conditions: { groups: ['press'] } })).toBe('customer');
    expect(
      reasonOf({ conditions: { groups: ['press'] } }, { customer: { groups: ['press'], isFirstOrder: null } }),
    ).toBe(null);
  });

  test('of its own that is used up leaves another code of the promotion usable', () => {
    const one = promotion(5, rule);
    const codes = [{ code: 'ONE', promotion: one, usesLeft: 0 }, entered('TWO', one), entered('THREE', one)];
    expect(priced([mug], [], { codes }).codes.map(({ reason }) => reason)).toEqual(['used_up', null, 'not_combinable']);
  });

  test('is kept out by a better discount on every line, and stays while an address is missing', () => {
    const better = promotion(6, products(both, percent(2_000)));
    const worse = entered('TEN', promotion(5, products(both, percent(1_000))));
    expect(priced([mug], [better], { codes: [worse] }).codes[0]?.reason).toBe('not_combinable');
    const unknown = { destination: null, customer: { groups: [], isFirstOrder: null } };
    expect(reasonOf({ conditions: { countries: ['FR'], firstOrder: true } }, unknown)).toBe(null);
    expect(reasonOf({ rule: { kind: 'free_shipping' } }, unknown)).toBe(null);
  });
});

test('an automatic promotion waits for the country and the first order that it needs', () => {
  const fields = { conditions: { countries: ['DE'], firstOrder: true as const } };
  const automatic = [promotion(1, order(percent(1_000)), fields)];
  const known = { customer: { groups: [], isFirstOrder: true } };
  expect(priced([mug], automatic, known).totals.discount).toBe(200);
  expect(priced([mug], automatic, { ...known, destination: null }).totals.discount).toBe(0);
  expect(priced([mug], automatic, { customer: { groups: [], isFirstOrder: null } }).totals.discount).toBe(0);
});
