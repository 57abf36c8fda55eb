import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { promotionInput, shippingMethodInput, taxRateInput } from './schema.ts';

/** The refused fields of an input, with the message for each. */
function refused(schema: z.ZodType, input: object): Record<string, string> {
  const { error } = schema.safeParse(input);
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));
}

const productId = '0199c1f0-7b5a-7c3e-9d2f-3b1f5f0c8a4e';

describe('a promotion', () => {
  const rule = { kind: 'order', off: { kind: 'percent', basisPoints: 2_000 } };
  const refusedPromotion = (fields: object) => refused(promotionInput, { name: 'Summer', rule, ...fields });

  test('needs a name and a rule', () => {
    expect(promotionInput.parse({ name: 'Summer', rule })).toEqual({
      name: 'Summer',
      rule,
      conditions: {},
      limits: {},
      startsAt: null,
      endsAt: null,
      priority: 100,
      exclusive: false,
      automatic: false,
    });
    expect(refused(promotionInput, {})).toEqual({ name: 'A value is required.', rule: expect.any(String) });
  });

  test('ends after it starts', () => {
    const endsAt = 'Enter a time after 2026-07-02T00:00:00.000Z, when the promotion starts.';
    expect(refusedPromotion({ startsAt: '2026-07-02', endsAt: '2026-07-01' })).toEqual({ endsAt });
    expect(refusedPromotion({ startsAt: '2026-07-02', endsAt: '2026-07-02' })).toEqual({ endsAt });
    expect(refusedPromotion({ startsAt: '2026-07-02', endsAt: '2026-07-03' })).toEqual({});
  });

  test('takes off more than nothing and at most 100 %', () => {
    const off = (fields: object) =>
      refusedPromotion({ rule: { kind: 'products', productIds: [productId], off: fields } });
    expect(off({ kind: 'percent', basisPoints: 10_000 })).toEqual({});
    const basisPoints = 'rule.off.basisPoints';
    expect(off({ kind: 'percent', basisPoints: 10_001 })).toEqual({
      [basisPoints]: 'Enter at most 10000, which is 100 %.',
    });
    expect(off({ kind: 'percent', basisPoints: 0 })).toEqual({ [basisPoints]: 'Enter at least 1, which is 0.01 %.' });
    expect(off({ kind: 'percent', basisPoints: -5 })).toEqual({ [basisPoints]: 'Enter at least 1, which is 0.01 %.' });
    expect(off({ kind: 'percent', basisPoints: 12.5 })).toEqual({ [basisPoints]: 'Enter a whole number.' });
    for (const amount of [0, -1]) {
      expect(off({ kind: 'amount', amount })['rule.off.amount']).toBe('Enter an amount above 0.');
    }
  });

  test('names known countries, its kind and nothing else', () => {
    expect(refusedPromotion({ conditions: { countries: ['DE', 'UK'] } })).toEqual({
      'conditions.countries.1': 'Use GB for the United Kingdom.',
    });
    expect(refusedPromotion({ conditions: { color: 'red' } })).toEqual({
      conditions: 'Remove the unknown field color.',
    });
    expect(Object.keys(refusedPromotion({ rule: { kind: 'half_price' } }))).toEqual(['rule.kind']);
    expect(refusedPromotion({ limits: { uses: 0 } })).toEqual({ 'limits.uses': 'Enter a number that is at least 1.' });
  });
});

describe('a tax rate', () => {
  const refusedRate = (fields: object) =>
    refused(taxRateInput, { name: 'Tax', basisPoints: 500, country: 'CA', ...fields });

  test('is stored with region and postal prefix as they are compared', () => {
    const rate = { name: 'PST', basisPoints: 700, country: 'CA', region: ' bc ', postalPrefix: 'v5k-0a', mode: 'adds' };
    expect(taxRateInput.parse(rate)).toEqual({ ...rate, region: 'BC', postalPrefix: 'V5K0A', taxClass: 'standard' });
  });

  test('is at most 100 %, in a known country and in one of its states', () => {
    expect(refusedRate({ basisPoints: 10_001 })).toEqual({ basisPoints: 'Enter at most 10000, which is 100 %.' });
    expect(refusedRate({ country: 'EL' })).toEqual({ country: 'Use GR for Greece.' });
    expect(refusedRate({ country: '**' })['country']).toBe('Use a two-letter country code of ISO 3166-1, such as US.');
    expect(taxRateInput.parse({ country: '*', name: 'Tax', basisPoints: 100 }).country).toBe('*');
    expect(refusedRate({ region: 'British Columbia' })).toEqual({ region: 'Enter BC for British Columbia.' });
    expect(refusedRate({ region: 'TX' })).toEqual({
      region: 'Enter the code of a state in Canada, such as AB.',
    });
    expect(refusedRate({ country: 'HK', postalPrefix: '99' })).toEqual({
      postalPrefix: 'Leave this out, because addresses in Hong Kong have no postal codes.',
    });
    expect(refusedRate({ postalPrefix: 'Ж1' })['postalPrefix']).toMatch(/^Enter the first 1 to 10 letters/);
    expect(refusedRate({ taxClass: 'Bücher' })['taxClass']).toMatch(/^Enter lower-case letters/);
    expect(Object.keys(refusedRate({ mode: 'multiplies' }))).toEqual(['mode']);
  });
});

describe('a shipping method', () => {
  const refusedMethod = (fields: object) =>
    refused(shippingMethodInput, { name: 'Standard', steps: [{ from: 0, price: 490 }], ...fields });

  test('has steps in order with prices of 0 or more', () => {
    const steps = [
      { from: 0, price: 490 },
      { from: 500, price: 0 },
    ];
    expect(refusedMethod({ steps })).toEqual({});
    expect(refusedMethod({ steps: steps.toReversed() })).toEqual({ 'steps.1.from': 'Enter a number above 500.' });
    expect(
      refusedMethod({
        steps: [
          { from: 5, price: 1 },
          { from: 5, price: 2 },
        ],
      }),
    ).toEqual({
      'steps.1.from': 'Enter a number above 5.',
    });
    expect(Object.keys(refusedMethod({ steps: [{ from: -1, price: 0 }] }))).toEqual(['steps.0.from']);
    expect(Object.keys(refusedMethod({ steps: [{ from: 0, price: -1 }] }))).toEqual(['steps.0.price']);
    expect(refusedMethod({ steps: [] })).toEqual({ steps: 'Send at least 1 item.' });
  });

  test('ends where it can be used, and in time', () => {
    expect(refusedMethod({ steps: [{ from: 10, price: 1 }], upTo: 9 })).toEqual({
      upTo: 'Enter at least 10, where the last step begins.',
    });
    expect(refusedMethod({ minDays: 3, maxDays: 2 })).toEqual({
      maxDays: 'Enter at least 3, the least number of days.',
    });
  });

  test('serves known places', () => {
    expect(refusedMethod({ zones: [{ country: 'ZZ' }] })).toEqual({
      'zones.0.country': 'Use a two-letter country code of ISO 3166-1, such as US.',
    });
    expect(refusedMethod({ zones: [{ country: 'US', regions: ['CA', 'Nevada'] }] })).toEqual({
      'zones.0.regions.1': 'Enter NV for Nevada.',
    });
    expect(refusedMethod({ zones: [{ country: 'AE', postalPrefixes: ['1'] }] })).toEqual({
      'zones.0.postalPrefixes.0': 'Leave this out, because addresses in the United Arab Emirates have no postal codes.',
    });
  });
});
