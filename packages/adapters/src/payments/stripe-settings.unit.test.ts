import { readSettings, SettingsError } from '@cartwright/kernel/settings';
import { expect, test } from 'vitest';
import { paymentProviders } from './index.ts';

const key = { STRIPE_SECRET_KEY: 'sk_test_abc', STRIPE_WEBHOOK_SECRET: 'whsec_abc' };
const production = {
  NODE_ENV: 'production',
  SECRET_KEY: 'a secret of its own, long enough for all',
  EMAIL_BACKEND: 'smtp',
  EMAIL_HOST: 'mail.example',
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

test('a shop with a Stripe key offers Stripe, and one without does not', () => {
  expect(readSettings({}).paymentMethods).toEqual(['dummy', 'cod']);
  expect(readSettings(key).paymentMethods).toEqual(['dummy', 'cod', 'stripe']);
  expect(readSettings({ ...production, ...key }).paymentMethods).toEqual(['cod', 'stripe']);
});

test('a shop that chooses its methods keeps its choice, and can still refund by Stripe', async () => {
  const settings = readSettings({ ...key, PAYMENT_METHODS: 'cod' });
  expect(settings.paymentMethods).toEqual(['cod']);
  expect((await paymentProviders(settings)).has('stripe')).toBe(true);
});

test('a provider without a key or a webhook secret is not there', async () => {
  expect((await paymentProviders(readSettings({}))).has('stripe')).toBe(false);
  const withoutWebhook = await paymentProviders(readSettings({ STRIPE_SECRET_KEY: 'rk_live_abc' }));
  expect(withoutWebhook.get('stripe')?.readEvent).toBeUndefined();
});

test.each([
  ['stripe without a key', { PAYMENT_METHODS: 'cod,stripe' }, /^STRIPE_SECRET_KEY/],
  ['a publishable key', { STRIPE_SECRET_KEY: 'pk_test_abc' }, /^STRIPE_SECRET_KEY/],
  ['a webhook secret alone', { STRIPE_WEBHOOK_SECRET: 'whsec_abc' }, /^STRIPE_SECRET_KEY/],
  ['something else as the webhook secret', { ...key, STRIPE_WEBHOOK_SECRET: 'sk_test_abc' }, /^STRIPE_WEBHOOK_SECRET/],
  ['an API address with a path', { ...key, STRIPE_API_URL: 'https://proxy.example/stripe' }, /^STRIPE_API_URL/],
  ['a currency that Stripe counts in two ways', { ...key, STORE_CURRENCY: 'UGX' }, /^STRIPE_SECRET_KEY/],
  [
    'a key without a webhook secret in production',
    { ...production, STRIPE_SECRET_KEY: 'sk_live_abc' },
    /^STRIPE_WEBHOOK_SECRET/,
  ],
  [
    'a plain API address in production',
    { ...production, ...key, STRIPE_API_URL: 'http://proxy.example' },
    /^STRIPE_API_URL/,
  ],
])('%s is a problem of the settings, told without the value', (_what, env: Record<string, string>, problem) => {
  expect(problemsOf(env)).toEqual([expect.stringMatching(problem)]);
  expect(problemsOf(env).join()).not.toContain('_abc');
});

test('all problems are told at once', () => {
  expect(
    problemsOf({ PAYMENT_METHODS: 'stripe', STRIPE_WEBHOOK_SECRET: 'whsec_abc', STORE_CURRENCY: 'XYZ' }),
  ).toHaveLength(3);
});
