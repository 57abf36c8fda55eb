import { z } from 'zod';
import { accountSettings } from './settings/accounts.ts';
import { contradictions, publicUrlOf, warningsAbout } from './settings/contradictions.ts';
import { databaseSettings } from './settings/database.ts';
import { imageSettings } from './settings/images.ts';
import { ineffectiveSettings } from './settings/ineffective.ts';
import { logSettings } from './settings/logs.ts';
import { mailSettings } from './settings/mail.ts';
import { observationSettings } from './settings/observation.ts';
import { type PaymentMethod, paymentSettings } from './settings/payment.ts';
import { processSettings } from './settings/process.ts';
import { storeSettings } from './settings/store.ts';

/** Every setting by its environment variable, in the groups and order of the documentation. */
export const settingGroups = {
  Process: processSettings,
  Database: databaseSettings,
  Store: storeSettings,
  Payment: paymentSettings,
  Accounts: accountSettings,
  'E-mail': mailSettings,
  Images: imageSettings,
  Logs: logSettings,
  Observability: observationSettings,
} as const;

export const environment = z.object({
  ...processSettings,
  ...databaseSettings,
  ...storeSettings,
  ...paymentSettings,
  ...accountSettings,
  ...mailSettings,
  ...imageSettings,
  ...logSettings,
  ...observationSettings,
});

export type Environment = z.output<typeof environment>;

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Some settings are wrong:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads every setting from the environment.
 *
 * @throws {SettingsError} with all problems, not only the first
 * @example
 * const settings = readSettings(process.env);
 */
export function readSettings(env: Record<string, string | undefined>) {
  // An empty variable counts as unset, because compose files and shells write it so.
  const given = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
  const issues = environment.safeParse(given).error?.issues ?? [];
  const wrong = new Set(issues.map(({ path }) => String(path[0])));
  // Leaves out invalid values, so that the checks of settings against each other can run.
  const e = environment.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))));
  const problems = contradictions(e);
  const all = [
    ...issues.map(({ path, message }) => `${String(path[0])}: ${message}`),
    ...problems.filter((problem) => !wrong.has(problem.split(':')[0] ?? '')),
  ];
  if (all.length > 0) throw new SettingsError(all);

  const isProduction = e.NODE_ENV === 'production';
  const publicUrl = publicUrlOf(e);
  return {
    isProduction,
    /** Possibly intended settings that deserve a warning at the start. */
    warnings: [...warningsAbout(e), ...warningOf(ineffectiveSettings(environment.shape, given, e))],
    publicUrl,
    host: e.HOST,
    port: e.PORT,
    databaseUrl: e.DATABASE_URL,
    databaseDirectUrl: e.DATABASE_DIRECT_URL,
    databasePoolSize: e.DATABASE_POOL_SIZE,
    databaseWaitMilliseconds: e.DATABASE_WAIT_MS,
    databaseStartWaitSeconds: e.DATABASE_START_WAIT_SECONDS ?? (isProduction ? 60 : 0),
    drainMilliseconds: e.DRAIN_MS ?? (isProduction ? 2_000 : 0),
    worker: e.WORKER ?? (isProduction ? 'separate' : 'inline'),
    workerConcurrency: e.WORKER_CONCURRENCY,
    workerLeaseSeconds: e.WORKER_LEASE_SECONDS,
    storeName: e.STORE_NAME,
    storeUrl: e.STORE_URL ?? publicUrl,
    storefront: e.STOREFRONT,
    admin: e.ADMIN,
    currency: e.STORE_CURRENCY,
    timeZone: e.STORE_TIME_ZONE,
    storeLinks: {
      terms: e.STORE_TERMS_URL ?? null,
      privacy: e.STORE_PRIVACY_URL ?? null,
      imprint: e.STORE_IMPRINT_URL ?? null,
      withdrawal: e.STORE_WITHDRAWAL_URL ?? null,
    },
    storeCountry: e.STORE_COUNTRY ?? null,
    storeRegion: e.STORE_REGION ?? null,
    pricesIncludeTax: e.PRICES_INCLUDE_TAX === 'on',
    exportPrices: e.EXPORT_PRICES,
    taxRounding: e.TAX_ROUNDING,
    taxProvider: e.TAX_PROVIDER,
    taxFallback: e.TAX_FALLBACK,
    vat: e.VAT_CHECK === 'vies' ? { viesUrl: e.VIES_URL } : undefined,
    /** The settings that only a new store takes over, as far as they are set. */
    firstPrices: (['SHIPPING_PRICE', 'FREE_SHIPPING_FROM', 'TAX_BASIS_POINTS'] as const).filter(
      (name) => name in given,
    ),
    shippingPrice: e.SHIPPING_PRICE,
    freeShippingFrom: e.FREE_SHIPPING_FROM,
    taxBasisPoints: e.TAX_BASIS_POINTS,
    paymentWindowMinutes: e.PAYMENT_WINDOW_MINUTES,
    paymentMethods: e.PAYMENT_METHODS ?? defaultPaymentMethods(isProduction, e.STRIPE_SECRET_KEY !== undefined),
    stripePublishableKey: e.STRIPE_PUBLISHABLE_KEY,
    stripe:
      e.STRIPE_SECRET_KEY === undefined
        ? undefined
        : { secretKey: e.STRIPE_SECRET_KEY, webhookSecret: e.STRIPE_WEBHOOK_SECRET, apiUrl: e.STRIPE_API_URL },
    secretKey: e.SECRET_KEY,
    signupPolicy: e.SIGNUP_POLICY,
    guestCheckout: (e.GUEST_CHECKOUT ?? e.DEMO ?? (isProduction ? 'off' : 'on')) === 'on',
    guestCashOnDelivery: e.GUEST_COD === 'on',
    cookieSameSite: e.COOKIE_SAME_SITE,
    trustedProxies: e.TRUSTED_PROXIES,
    accessTokenMinutes: e.ACCESS_TOKEN_EXPIRE_MINUTES,
    refreshTokenDays: e.REFRESH_TOKEN_EXPIRE_DAYS,
    email: {
      backend: e.EMAIL_BACKEND,
      host: e.EMAIL_HOST,
      port: e.EMAIL_PORT,
      user: e.EMAIL_USER,
      password: e.EMAIL_PASSWORD,
      from: e.EMAIL_FROM,
    },
    lowStockAt: e.LOW_STOCK_AT,
    cache: e.CACHE,
    imageDir: e.IMAGE_DIR,
    s3:
      e.S3_BUCKET === undefined
        ? undefined
        : {
            bucket: e.S3_BUCKET,
            region: e.S3_REGION,
            endpoint: e.S3_ENDPOINT,
            accessKeyId: e.S3_ACCESS_KEY_ID,
            secretAccessKey: e.S3_SECRET_ACCESS_KEY,
          },
    streams: {
      most: e.STREAMS_MAX,
      mostPerCaller: e.STREAMS_MAX_PER_CALLER,
      mostPerNetwork: e.STREAMS_MAX_PER_NETWORK,
      keptForAdmins: e.STREAMS_KEPT_FOR_ADMINS,
    },
    rateLimits: e.RATE_LIMITS,
    clientCallsPerMinute: e.CLIENT_CALLS_PER_MINUTE,
    allowedOrigins: e.ALLOWED_ORIGINS.map((origin) => new URL(origin).origin),
    docs: e.DOCS ?? (isProduction ? 'off' : 'on'),
    demo: e.DEMO ?? (isProduction ? 'off' : 'on'),
    logLevel: e.LOG_LEVEL,
    logDir: e.LOG_DIR,
    metrics: e.METRICS ?? (isProduction && e.METRICS_TOKEN === undefined ? 'off' : 'on'),
    metricsToken: e.METRICS_TOKEN,
    workerPort: e.WORKER_PORT,
    /** Whether traces are sent. OpenTelemetry reads the address itself. */
    traces: (e.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? e.OTEL_EXPORTER_OTLP_ENDPOINT) !== undefined,
    serviceName: e.OTEL_SERVICE_NAME,
  } as const;
}

export type Settings = ReturnType<typeof readSettings>;

/** One warning for all settings without effect. */
function warningOf(ineffective: readonly string[]): string[] {
  return ineffective.length === 0 ? [] : [`Some settings have no effect. ${ineffective.join(' ')}`];
}

function defaultPaymentMethods(isProduction: boolean, hasStripe: boolean): PaymentMethod[] {
  return [...(isProduction ? [] : ['dummy' as const]), 'cod', ...(hasStripe ? ['stripe' as const] : [])];
}
