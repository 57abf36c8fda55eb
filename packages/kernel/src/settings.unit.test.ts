import { expect, test } from 'vitest';
import { describeSettings } from './settings/describe.ts';
import { environment, readSettings, SettingsError } from './settings.ts';

const production = {
  NODE_ENV: 'production',
  EMAIL_BACKEND: 'smtp',
  EMAIL_HOST: 'mail.example.com',
  SECRET_KEY: 'thirty-two characters or more of it',
  PUBLIC_URL: 'https://api.shop.example',
  DATABASE_URL: 'postgres://db.internal/shop',
};

const described = describeSettings().flatMap(({ settings }) => settings);

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

test('production needs a secret key of its own', () => {
  expect(problemsOf(production)).toEqual([]);
  const { secretKey } = readSettings({});
  const fromTheDocs = described.find(({ name }) => name === 'SECRET_KEY')?.example ?? '';
  for (const SECRET_KEY of ['', secretKey, fromTheDocs, 'too short']) {
    expect(problemsOf({ ...production, SECRET_KEY }), SECRET_KEY).toEqual([expect.stringContaining('SECRET_KEY')]);
  }
});

test('an origin is taken as browsers write it, and an address with a path is none', () => {
  expect(readSettings({ ALLOWED_ORIGINS: 'https://Shop.example:443/, http://localhost:5173' }).allowedOrigins).toEqual([
    'https://shop.example',
    'http://localhost:5173',
  ]);
  for (const wrong of [
    'https://shop.example/checkout',
    '*',
    'https://shop.example?x',
    'https://me@shop.example',
    'null',
  ]) {
    expect(problemsOf({ ALLOWED_ORIGINS: wrong }), wrong).toEqual([expect.stringContaining('ALLOWED_ORIGINS')]);
  }
});

test('cookies for other sites need https, and pages to be for', () => {
  const given = {
    COOKIE_SAME_SITE: 'none',
    PUBLIC_URL: 'https://api.shop.example',
    ALLOWED_ORIGINS: 'https://shop.example',
  };
  expect(readSettings(given).cookieSameSite).toBe('none');
  expect(readSettings({}).cookieSameSite).toBe('lax');
  expect(problemsOf({ ...given, PUBLIC_URL: 'http://localhost:8000' })).toEqual([
    expect.stringContaining('PUBLIC_URL'),
  ]);
  expect(problemsOf({ ...given, ALLOWED_ORIGINS: '' })).toEqual([expect.stringContaining('ALLOWED_ORIGINS')]);
  expect(problemsOf({ COOKIE_SAME_SITE: 'strict' })).toEqual([expect.stringContaining('COOKIE_SAME_SITE')]);
});

test('trusted proxies are addresses and ranges', () => {
  expect(readSettings({ TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toEqual(['10.0.0.0/8', '::1']);
  expect(problemsOf({ TRUSTED_PROXIES: 'everybody' })).toEqual([expect.stringContaining('TRUSTED_PROXIES')]);
});

test.each([
  ['limits that are off', { RATE_LIMITS: 'off' }, /^RATE_LIMITS/],
  ['the demo shop', { DEMO: 'on' }, /^DEMO/],
  ['the mailbox of development', { EMAIL_BACKEND: 'dev' }, /^EMAIL_BACKEND.*mailbox/],
  ['a mailbox that nobody asked for', { EMAIL_BACKEND: '' }, /^EMAIL_BACKEND.*mailbox/],
  ['payments that take no money', { PAYMENT_METHODS: 'cod,dummy' }, /^PAYMENT_METHODS/],
  ['an address that is not https', { PUBLIC_URL: 'http://api.shop.example' }, /^PUBLIC_URL.*cookies need https/],
  ['a shop whose links can be read on the way', { STORE_URL: 'http://shop.example' }, /^STORE_URL.*https/],
  ['an open port without an address', { PUBLIC_URL: '', HOST: '0.0.0.0' }, /^PUBLIC_URL/],
  ['a frontend that is not https', { ALLOWED_ORIGINS: 'http://shop.example' }, /^ALLOWED_ORIGINS.*cookies/],
])('production refuses %s, which development takes', (_what, env: Record<string, string>, problem) => {
  expect(problemsOf({ ...production, ...env })).toEqual([expect.stringMatching(problem)]);
  expect(problemsOf(env)).toEqual([]);
});

test('production is tried on one machine without https, and serves docs to whom it is asked to', () => {
  const here = { ...production, PUBLIC_URL: 'http://localhost:8000', ALLOWED_ORIGINS: 'http://127.0.0.1:5173' };
  expect(problemsOf(here)).toEqual([]);
  expect(readSettings(here).docs).toBe('off');
  expect(readSettings({ ...here, DOCS: 'on' }).docs).toBe('on');
});

test('production warns of SQLite and of links that lead to this machine', () => {
  expect(readSettings(production).warnings).toEqual([]);
  expect(readSettings({}).warnings).toEqual([]);
  expect(readSettings({ ...production, DATABASE_URL: 'sqlite:./shop.db', PUBLIC_URL: '' }).warnings).toEqual([
    expect.stringMatching(/^DATABASE_URL.*SQLite/),
    expect.stringMatching(/^PUBLIC_URL.*localhost:8000/),
  ]);
});

test('every setting that is read is described, with an example that it takes, and a unit if it counts', () => {
  const names = described.map(({ name }) => name);
  expect(names).toEqual(Object.keys(environment.shape));
  for (const { name, about, neededBy, example } of described) {
    expect(`${about} ${neededBy}`.length, name).toBeGreaterThan(30);
    // Some settings need Postgres.
    const { DATABASE_URL } = production;
    const problems = problemsOf({ DATABASE_URL, [name]: example }).filter((problem) => problem.startsWith(`${name}:`));
    expect(problems, `${name}=${example}`).toEqual([]);
  }
  const counted = described.filter(({ takes }) => takes.startsWith('number,'));
  expect(counted.map(({ name }) => name)).toEqual(['PORT', 'EMAIL_PORT', 'WORKER_PORT']);
});

test('VAT numbers are confirmed only for a store in a member state, and over https in production', () => {
  const vies = { VAT_CHECK: 'vies', STORE_COUNTRY: 'GR' };
  expect(readSettings(vies).vat).toEqual({ viesUrl: 'https://ec.europa.eu/taxation_customs/vies/rest-api' });
  expect(readSettings({ STORE_COUNTRY: 'GR' }).vat).toBeUndefined();
  for (const country of ['US', 'GB', '']) {
    expect(() => readSettings({ ...vies, STORE_COUNTRY: country })).toThrow(/STORE_COUNTRY: Enter the member state/);
  }
  const plain = { ...vies, NODE_ENV: 'production', VIES_URL: 'http://vies.example' };
  expect(() => readSettings(plain)).toThrow(/VIES_URL: Enter an https address/);
});

test('Stripe Tax needs a key and a currency in whose units Stripe counts, and no webhook', () => {
  const stripe = { TAX_PROVIDER: 'stripe', STRIPE_SECRET_KEY: 'sk_live_abc', PAYMENT_METHODS: 'cod' };
  expect(readSettings({ ...production, ...stripe })).toMatchObject({ taxProvider: 'stripe', taxFallback: 'off' });
  expect(() => readSettings({ TAX_PROVIDER: 'stripe' })).toThrow(/STRIPE_SECRET_KEY: Enter the secret key/);
  expect(() => readSettings({ ...stripe, STORE_CURRENCY: 'KWD' })).toThrow(/Stripe Tax cannot be used with KWD/);
});
