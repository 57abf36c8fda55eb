import type { TaxProvider, TaxQuestion } from '@cartwright/kernel/ports';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FakeStripe, startFakeStripe } from '../testing/stripe.ts';
import { createStripeTax } from './stripe-tax.ts';

let fake: FakeStripe;
let tax: TaxProvider;
beforeAll(async () => {
  fake = await startFakeStripe();
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_URL: apiUrl } = fake.env;
  tax = createStripeTax({ secretKey, apiUrl, timeoutMilliseconds: 150 });
});
beforeEach(() => {
  fake.tax.mostItems = 10;
});
afterAll(() => fake.close());

const line = (position: number, fields: Partial<TaxQuestion['lines'][number]> = {}) => ({
  position,
  productId: 'mug',
  taxClass: 'standard',
  quantity: 1,
  amount: 1_000,
  ...fields,
});
const losAngeles = { country: 'US', state: 'CA', postalCode: '90001' };
const question = (fields: Partial<TaxQuestion> = {}): TaxQuestion => ({
  currency: 'USD',
  included: false,
  address: losAngeles,
  lines: [line(0)],
  shipping: 0,
  ...fields,
});

test('each jurisdiction has its own tax on each line and on shipping', async () => {
  const answer = await tax.quote(question({ lines: [line(0), line(1, { amount: 333 })], shipping: 500 }));
  const state = { base: 1_000, basisPoints: 600, label: 'California Sales Tax 6 %' };
  const county = { base: 1_000, basisPoints: 25, label: 'Los Angeles County Sales Tax 0.25 %' };
  const district = { base: 1_000, basisPoints: 325, label: 'Los Angeles District District Tax 3.25 %' };
  expect(answer).toEqual({
    reference: fake.tax.calculations.at(-1)?.id,
    taxes: [
      { line: 0, amount: 60, ...state },
      { line: 0, amount: 3, ...county },
      { line: 0, amount: 33, ...district },
      { line: 1, amount: 20, ...state, base: 333 },
      { line: 1, amount: 1, ...county, base: 333 },
      { line: 1, amount: 11, ...district, base: 333 },
      { line: null, amount: 30, ...state, base: 500 },
      { line: null, amount: 1, ...county, base: 500 },
      { line: null, amount: 16, ...district, base: 500 },
    ],
  });
});

test('prices that include tax are asked about as such', async () => {
  const answer = await tax.quote(question({ included: true, currency: 'EUR', address: { country: 'DE' } }));
  expect(answer).toMatchObject({ taxes: [{ amount: 160, basisPoints: 1_900, label: 'Germany VAT 19 %' }] });
});

test('the class zero and tax codes of Stripe reach Stripe as codes', async () => {
  const lines = [
    line(0, { taxClass: 'zero' }),
    line(1, { taxClass: 'txcd-00000000' }),
    line(2, { taxClass: 'reduced' }),
  ];
  const answer = await tax.quote(question({ lines, address: { country: 'DE' } }));
  expect(answer).toMatchObject({ taxes: [{ line: 2, amount: 190 }] });
});

test('an order of many lines gets the tax of all of them', async () => {
  fake.tax.mostItems = 3;
  const answer = await tax.quote(
    question({ lines: Array.from({ length: 120 }, (_, index) => line(index)), address: { country: 'DE' } }),
  );
  const taxes = answer === 'unknown address' ? [] : answer.taxes;
  expect(taxes.map((share) => share.line)).toEqual(Array.from({ length: 120 }, (_, index) => index));
});

test('an address that Stripe cannot place is no failure of Stripe', async () => {
  expect(await tax.quote(question({ address: { country: 'US', state: 'CA' } }))).toBe('unknown address');
});

test.each(['down', 'broken', 'busy', 'cut', 'slow'] as const)(
  'a question is not answered while Stripe is %s',
  async (how) => {
    fake.trouble('POST /v1/tax/calculations', how);
    const refused = tax.quote(question({ address: { ...losAngeles, line1: '1 Secret Street' } }));
    await expect(refused).rejects.toThrow('Stripe did not do it');
    await expect(refused).rejects.not.toThrow('Secret');
  },
);

test('a line of a sale whose prices include tax is taken back with its tax', async () => {
  const answer = await tax.quote(question({ included: true, currency: 'EUR', address: { country: 'DE' } }));
  const calculation = answer === 'unknown address' ? '' : answer.reference;
  const transaction = await tax.record({ calculation, orderId: 'included', at: new Date() });
  const of = [{ position: 0, quantity: 1, amount: 1_000, tax: 160 }];
  await tax.reverse({ transaction, reference: 'included-back', currency: 'EUR', amount: 1_000, of });
  expect(fake.tax.transactions.at(-1)).toMatchObject({ amount: -1_000, lines: [['0', -1_000, -160]] });
});

test('an amount beyond its lines is taken back beside them', async () => {
  const answer = await tax.quote(question({ shipping: 500 }));
  const calculation = answer === 'unknown address' ? '' : answer.reference;
  const transaction = await tax.record({ calculation, orderId: 'beyond', at: new Date() });
  const of = [{ position: 0, quantity: 1, amount: 1_096, tax: 96 }];
  await tax.reverse({ transaction, reference: 'beyond-back', currency: 'USD', amount: 1_296, of });
  expect(fake.tax.transactions.slice(-2)).toMatchObject([
    { reference: 'beyond-back', amount: -1_096 },
    { reference: 'beyond-back-rest', amount: -200, lines: [] },
  ]);
});
