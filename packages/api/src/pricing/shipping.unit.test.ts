import { describe, expect, test } from 'vitest';
import { destinationOf, preparePricing, price } from './index.ts';
import { facts, idOf, line, request, shippingMethod } from './testing/examples.ts';
import type { PriceLine, PriceRequest, ShippingMethod } from './types.ts';

function priced(methods: ShippingMethod[], lines: PriceLine[] = [line(1)], fields: Partial<PriceRequest> = {}) {
  return price(request(lines, fields), preparePricing(facts({ methods })));
}
const optionsOf = (...given: Parameters<typeof priced>) =>
  priced(...given).shippingOptions.map(({ name, price }) => [name, price]);

describe('the options for shipping', () => {
  test('cost what the step of their measure says, the lowest price first', () => {
    const steps = [
      { from: 0, price: 400 },
      { from: 1_000, price: 900 },
    ];
    const methods = [
      shippingMethod(1, 0, { name: 'by weight', by: 'weight', steps }),
      shippingMethod(2, 0, {
        name: 'by quantity',
        by: 'quantity',
        steps: [
          { from: 0, price: 100 },
          { from: 3, price: 50 },
        ],
      }),
      shippingMethod(3, 0, { name: 'by subtotal', steps }),
    ];
    expect(optionsOf(methods, [line(1, { unitPrice: 999, weight: 500 })])).toEqual([
      ['by quantity', 100],
      ['by subtotal', 400],
      ['by weight', 400],
    ]);
    expect(optionsOf(methods, [line(1, { unitPrice: 500, quantity: 2, weight: 499 }), line(2, { weight: 2 })])).toEqual(
      [
        ['by quantity', 50],
        ['by subtotal', 900],
        ['by weight', 900],
      ],
    );
  });

  test('leave out a method below its first step or above its end', () => {
    const method = shippingMethod(1, 0, { by: 'weight', steps: [{ from: 100, price: 400 }], upTo: 1_000 });
    const fits = (weight: number | null) => optionsOf([method], [line(1, { weight })]).length === 1;
    expect([null, 99, 100, 1_000, 1_001].map(fits)).toEqual([false, false, true, true, false]);
  });

  test('are free from a subtotal on, before discounts', () => {
    const method = shippingMethod(1, 490, { freeFrom: 5_000 });
    expect(optionsOf([method], [line(1, { unitPrice: 4_999 })])).toEqual([['Method 1', 490]]);
    expect(optionsOf([method], [line(1, { unitPrice: 2_500, quantity: 2 })])).toEqual([['Method 1', 0]]);
  });

  test('serve the zones of their method', () => {
    const zones = [
      { country: 'US', regions: ['CA', 'NV'], postalPrefixes: [] },
      { country: 'GB', regions: [], postalPrefixes: ['BT', 'IV1'] },
    ];
    const serves = (country: string, state?: string, postalCode?: string) => {
      const destination = destinationOf({ country, state, postalCode });
      return optionsOf([shippingMethod(1, 490, { zones })], [line(1)], { destination }).length === 1;
    };
    expect(serves('US', 'California', '90210')).toBe(true);
    expect(serves('US', 'TX', '75001')).toBe(false);
    expect(serves('US')).toBe(false);
    expect(serves('GB', undefined, 'bt1 5gs')).toBe(true);
    expect(serves('GB', undefined, 'IV2 3AB')).toBe(false);
    expect(serves('GB')).toBe(false);
    expect(serves('FR', undefined, 'BT1')).toBe(false);
  });
});

describe('the method of an order', () => {
  const two = [shippingMethod(1, 900, { minDays: 1, maxDays: 2 }), shippingMethod(2, 490)];

  test('is the chosen one, and the only one if none is chosen', () => {
    const chosen = priced(two, [line(1)], { shippingMethodId: idOf(1) });
    expect(chosen).toMatchObject({ shippingMethodId: idOf(1), shippingProblem: null });
    expect(chosen.totals).toMatchObject({ shipping: 900, total: 1_900 });
    expect(chosen.shippingOptions[1]).toEqual({
      id: idOf(1),
      name: 'Method 1',
      price: 900,
      minDays: 1,
      maxDays: 2,
      pickup: false,
    });
    expect(priced(two.slice(1))).toMatchObject({ shippingMethodId: idOf(2), shippingProblem: null });
  });

  test('is required if several fit, and unavailable if the chosen one or every one does not fit', () => {
    expect(priced(two)).toMatchObject({ shippingMethodId: null, shippingProblem: 'required' });
    expect(priced(two, [line(1)], { shippingMethodId: idOf(3) }).shippingProblem).toBe('unavailable');
    const abroad = [shippingMethod(1, 900, { zones: [{ country: 'FR', regions: [], postalPrefixes: [] }] })];
    expect(priced(abroad)).toMatchObject({ shippingProblem: 'unavailable', totals: { shipping: 0, total: 1_000 } });
  });

  test('waits for an address and for goods', () => {
    const cart = priced(two, [line(1)], { destination: null });
    expect(cart).toMatchObject({ shippingProblem: null, shippingOptions: [], totals: { total: 1_000, tax: 0 } });
    expect(priced(two, [])).toMatchObject({ shippingProblem: null, adjustments: [], totals: { total: 0 } });
  });
});
