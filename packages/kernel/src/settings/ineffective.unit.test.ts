import { describe, expect, test } from 'vitest';
import { environment, readSettings } from '../settings.ts';
import { describeSettings } from './describe.ts';
import { factsOf } from './setting.ts';

const warningsOf = (env: Record<string, string>) => readSettings(env).warnings;

test.for<[string, string]>([
  ['MAIL_HOST', 'set EMAIL_BACKEND=smtp and EMAIL_HOST'],
  ['MAIL_USERNAME', 'set EMAIL_USER'],
  ['MAIL_TLS', 'set EMAIL_BACKEND, EMAIL_HOST and the other EMAIL_ settings'],
  ['SMTP_PORT', 'set EMAIL_PORT'],
  ['SMTP_PASS', 'set EMAIL_PASSWORD'],
  ['MAIL_FROM_ADDRESS', 'set EMAIL_FROM'],
  ['REDIS_URL', 'remove it, because the database stores sessions, limits and jobs'],
  ['REDIS_HOST', 'remove it, because the database stores sessions, limits and jobs'],
  ['JWT_SECRET', 'set SECRET_KEY'],
  ['JWT_SECRET_KEY', 'set SECRET_KEY'],
  ['JWT_EXPIRES_IN', 'set ACCESS_TOKEN_EXPIRE_MINUTES and REFRESH_TOKEN_EXPIRE_DAYS'],
  ['JWT_ALGORITHM', 'remove it, because sessions are rows of the database and use no JWT'],
  ['SESSION_SECRET', 'set SECRET_KEY'],
  ['DB_HOST', 'set DATABASE_URL'],
  ['CORS_ORIGINS', 'set ALLOWED_ORIGINS'],
  ['FRONTEND_URL', 'set STORE_URL'],
  ['STRIPE_API_KEY', 'set STRIPE_SECRET_KEY'],
  ['DATABSE_URL', 'set DATABASE_URL'],
  ['ALLOWED_ORIGIN', 'set ALLOWED_ORIGINS'],
  ['SECRETKEY', 'set SECRET_KEY'],
  ['TRUSTED_PROXYS', 'set TRUSTED_PROXIES'],
  ['EMIAL_BACKEND', 'set EMAIL_BACKEND'],
  ['database_url', 'set DATABASE_URL'],
  ['CARTWRIGHT_SECRET_KEY', 'set SECRET_KEY'],
])('%s is warned of: %s', ([name, advice]) => {
  expect(warningsOf({ [name]: 'secret value' })).toEqual([`Some settings have no effect. ${name}: ${advice}.`]);
});

test('every setting with one letter less, one more or two swapped is warned of', () => {
  for (const name of Object.keys(environment.shape).filter(({ length }) => length >= 8)) {
    const [middle, last] = [Math.floor(name.length / 2), name.length - 1];
    const swapped = `${name.slice(0, last - 1)}${name[last]}${name[last - 1]}`;
    for (const slip of [name.slice(0, middle) + name.slice(middle + 1), `${name}X`, swapped]) {
      if (slip in environment.shape || slip === name) continue;
      expect(warningsOf({ [slip]: 'x' }).join(), slip).toContain(`${slip}: set `);
    }
  }
});

test('an unknown name of one of our families is told which there are', () => {
  expect(warningsOf({ EMAIL_STARTTLS: 'on' })).toEqual([
    expect.stringMatching(/EMAIL_STARTTLS: there is no such setting, only EMAIL_BACKEND, EMAIL_HOST, /),
  ]);
});

test('what systems, shells, npm, Node and Kubernetes set is warned of by nobody', () => {
  const names =
    'HOME HOSTNAME PATH PWD OLDPWD SHLVL SHELL USER LOGNAME LANG LC_ALL TERM TZ TMPDIR EDITOR DISPLAY CI ' +
    'NODE_OPTIONS NODE_PATH NODE_VERSION NODE_EXTRA_CA_CERTS npm_config_cache npm_package_name npm_lifecycle_event INIT_CWD COLOR ' +
    'PGHOST PGPASSWORD POSTGRES_USER POSTGRES_PASSWORD AWS_REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY HTTP_PROXY HTTPS_PROXY ' +
    'http_proxy NO_PROXY OTEL_TRACES_SAMPLER OTEL_RESOURCE_ATTRIBUTES KUBERNETES_SERVICE_HOST KUBERNETES_PORT REDIS_SERVICE_HOST ' +
    'REDIS_PORT_6379_TCP MAIL_SERVICE_PORT BASE_URL MODE DEV PROD SSR XDG_RUNTIME_DIR SSH_AUTH_SOCK VITEST';
  const env = Object.fromEntries(names.split(' ').map((name) => [name, 'x']));
  expect(warningsOf(env)).toEqual([]);
  expect(warningsOf({ REDIS_PORT: 'tcp://10.0.0.1:6379' })).toEqual([]);
});

describe('a setting that counts only with another one', () => {
  test.for<[string, Record<string, string>, string]>([
    ['EMAIL_HOST', { EMAIL_HOST: 'mail.example' }, 'EMAIL_BACKEND=smtp or mailpit'],
    [
      'EMAIL_HOST',
      { EMAIL_HOST: 'm', EMAIL_BACKEND: 'gmail', EMAIL_USER: 'u', EMAIL_PASSWORD: 'p' },
      'EMAIL_BACKEND=smtp or mailpit',
    ],
    ['EMAIL_PASSWORD', { EMAIL_PASSWORD: 'p' }, 'EMAIL_BACKEND=smtp, gmail or mailpit'],
    [
      'STRIPE_SECRET_KEY',
      { STRIPE_SECRET_KEY: 'sk_test_1', PAYMENT_METHODS: 'cod' },
      'stripe among PAYMENT_METHODS or TAX_PROVIDER=stripe',
    ],
    ['TAX_FALLBACK', { TAX_FALLBACK: 'table' }, 'TAX_PROVIDER=stripe'],
    ['S3_REGION', { S3_REGION: 'eu-central-1' }, 'S3_BUCKET'],
    ['IMAGE_DIR', { IMAGE_DIR: '/images', S3_BUCKET: 'shop' }, 'no S3_BUCKET'],
    ['METRICS_TOKEN', { METRICS_TOKEN: 'sixteen letters!', METRICS: 'off' }, 'METRICS=on'],
    ['CLIENT_CALLS_PER_MINUTE', { CLIENT_CALLS_PER_MINUTE: '9', RATE_LIMITS: 'off' }, 'RATE_LIMITS=on'],
    ['DATABASE_POOL_SIZE', { DATABASE_POOL_SIZE: '9' }, 'Postgres in DATABASE_URL'],
    ['VIES_URL', { VIES_URL: 'https://vies.example' }, 'VAT_CHECK=vies'],
    ['FREE_SHIPPING_FROM', { FREE_SHIPPING_FROM: '100', SHIPPING_PRICE: '0' }, 'a SHIPPING_PRICE above 0'],
  ])('%s is warned of without it', ([name, env, words]) => {
    expect(warningsOf(env)).toEqual([`Some settings have no effect. ${name}: has an effect only with ${words}.`]);
  });

  test('is taken without a word beside it', () => {
    expect(warningsOf({ EMAIL_HOST: 'm', EMAIL_BACKEND: 'smtp', EMAIL_USER: 'u' })).toEqual([]);
    expect(warningsOf({ STRIPE_SECRET_KEY: 'sk_test_1' })).toEqual([]);
    expect(warningsOf({ STRIPE_SECRET_KEY: 'sk_test_1', PAYMENT_METHODS: 'cod,stripe' })).toEqual([]);
    const tax = { TAX_PROVIDER: 'stripe', TAX_FALLBACK: 'table' };
    expect(warningsOf({ STRIPE_SECRET_KEY: 'sk_test_1', PAYMENT_METHODS: 'cod', ...tax })).toEqual([]);
    expect(warningsOf({ S3_REGION: 'eu-central-1', S3_BUCKET: 'shop' })).toEqual([]);
    expect(warningsOf({ DATABASE_POOL_SIZE: '9', DATABASE_URL: 'postgres://h/d' })).toEqual([]);
  });

  test('names a setting that there is', () => {
    for (const schema of Object.values(environment.shape)) {
      const { needs } = factsOf(schema) ?? {};
      if (needs) expect(environment.shape).toHaveProperty(needs.setting);
    }
    expect(
      describeSettings()
        .flatMap(({ settings }) => settings)
        .filter(({ needs }) => needs).length,
    ).toBeGreaterThan(10);
  });
});

test('one warning names all of them, and no value', () => {
  const [warning, ...more] = warningsOf({ REDIS_URL: 'redis://:geheim@h', EMAIL_HOST: 'geheim', JWT_SECRET: 'geheim' });
  expect(more).toEqual([]);
  for (const name of ['REDIS_URL:', 'EMAIL_HOST:', 'JWT_SECRET:']) expect(warning).toContain(name);
  expect(warning).not.toContain('geheim');
});

test('a database in memory is refused with a separate worker, which production has by default', () => {
  for (const env of [{ WORKER: 'separate' }, { WORKER: 'separate', DATABASE_URL: 'sqlite://:memory:' }]) {
    expect(() => readSettings({ DATABASE_URL: 'sqlite::memory:', ...env })).toThrow(
      /DATABASE_URL: Set WORKER=inline or .* Only one process can open sqlite:.*memory:/,
    );
  }
  expect(() => readSettings({ NODE_ENV: 'production', DATABASE_URL: 'sqlite::memory:' })).toThrow(/Set WORKER=inline/);
  expect(readSettings({ DATABASE_URL: 'sqlite::memory:' }).worker).toBe('inline');
});
