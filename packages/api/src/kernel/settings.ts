import { z } from 'zod';

const flag = z.enum(['on', 'off']);
const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().positive();
const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/$/, ''));

/** Every setting by the name of its environment variable. */
const environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('localhost').describe('Address to listen on'),
  PORT: port.default(8000).describe('Port to listen on; 0 takes a free one'),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)/, 'must start with sqlite: or postgres://')
    .default('sqlite:./data/cartwright.db')
    .describe('`sqlite:<path>` or `postgres://user:password@host/database`'),
  DATABASE_POOL_SIZE: positive.max(500).default(10).describe('Connections to Postgres, per process'),
  WORKER: z.enum(['inline', 'separate']).optional().describe('Run jobs in the server process; separate in production'),
  WORKER_CONCURRENCY: positive.max(100).default(4).describe('Jobs that run at the same time'),
  PUBLIC_URL: url.optional().describe('Where this server is reached from outside; `http://HOST:PORT` by default'),
  STORE_NAME: z.string().min(1).max(60).default('Cartwright Demo'),
  STORE_URL: url.optional().describe('Where customers shop; mails link there. The API itself by default'),
  STORE_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as USD')
    .default('USD'),
  SHIPPING_PRICE: z.coerce.number().int().min(0).default(490).describe('Minor units for each order'),
  FREE_SHIPPING_FROM: z.coerce.number().int().min(0).default(5000).describe('Subtotal in minor units; 0 ships all for free'),
  TAX_BASIS_POINTS: z.coerce.number().int().min(0).max(10_000).default(0).describe('Tax added to goods and shipping; 825 is 8.25 %'),
  PAYMENT_WINDOW_MINUTES: positive.default(30).describe('An order not paid by then is cancelled'),
  ACCESS_TOKEN_EXPIRE_MINUTES: positive.default(30),
  REFRESH_TOKEN_EXPIRE_DAYS: positive.default(7),
  EMAIL_BACKEND: z.enum(['dev', 'smtp', 'mailpit', 'gmail']).default('dev').describe('dev keeps mails at /dev/mail'),
  EMAIL_HOST: z.string().optional(),
  EMAIL_PORT: port.optional(),
  EMAIL_USER: z.string().optional(),
  EMAIL_PASSWORD: z.string().optional(),
  EMAIL_FROM: z.string().default('Cartwright Demo <shop@localhost>'),
  IMAGE_DIR: z.string().default('./data/images').describe('Folder of the product pictures'),
  RATE_LIMITS: flag.default('on').describe('off is for load tests, and refused in production'),
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((origin) => origin.trim()).filter(Boolean))
    .pipe(z.array(url))
    .describe('Origins of browser frontends, separated by commas'),
  DOCS: flag.optional().describe('/docs, /redoc and /openapi.json; off in production'),
  DEMO: flag.optional().describe('Fill an empty shop with a demo catalogue and logins; off in production'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`Some settings are wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Reads every setting from the environment, once.
 *
 * @throws {SettingsError} with all faults, not only the first
 * @example
 * const settings = readSettings(process.env);
 */
export function readSettings(env: Record<string, string | undefined>) {
  // An empty variable means the same as none: that is how compose files and shells write "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new SettingsError(parsed.error.issues.map(({ path, message }) => `${path[0]?.toString()}: ${message}`));
  }
  const e = parsed.data;
  const isProduction = e.NODE_ENV === 'production';
  const faults = [
    isProduction && e.RATE_LIMITS === 'off' && 'RATE_LIMITS: off is not allowed in production',
    isProduction && e.DEMO === 'on' && 'DEMO: on is not allowed in production, where its passwords are known to all',
    isProduction && e.EMAIL_BACKEND === 'dev' && 'EMAIL_BACKEND: production needs smtp, mailpit or gmail',
    e.EMAIL_BACKEND === 'smtp' && !e.EMAIL_HOST && 'EMAIL_HOST: EMAIL_BACKEND=smtp needs the name of the mail server',
    e.EMAIL_BACKEND === 'gmail' &&
      !(e.EMAIL_USER && e.EMAIL_PASSWORD) &&
      'EMAIL_USER and EMAIL_PASSWORD: EMAIL_BACKEND=gmail needs both',
    !knownCurrencies.has(e.STORE_CURRENCY) && `STORE_CURRENCY: ${e.STORE_CURRENCY} is not an ISO 4217 currency`,
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw new SettingsError(faults);

  const publicUrl = e.PUBLIC_URL ?? `http://${e.HOST}:${e.PORT}`;

  return {
    isProduction,
    publicUrl,
    host: e.HOST,
    port: e.PORT,
    databaseUrl: e.DATABASE_URL,
    databasePoolSize: e.DATABASE_POOL_SIZE,
    worker: e.WORKER ?? (isProduction ? 'separate' : 'inline'),
    workerConcurrency: e.WORKER_CONCURRENCY,
    storeName: e.STORE_NAME,
    storeUrl: e.STORE_URL ?? publicUrl,
    currency: e.STORE_CURRENCY,
    shippingPrice: e.SHIPPING_PRICE,
    freeShippingFrom: e.FREE_SHIPPING_FROM,
    taxBasisPoints: e.TAX_BASIS_POINTS,
    paymentWindowMinutes: e.PAYMENT_WINDOW_MINUTES,
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
    imageDir: e.IMAGE_DIR,
    rateLimits: e.RATE_LIMITS,
    allowedOrigins: e.ALLOWED_ORIGINS,
    docs: e.DOCS ?? (isProduction ? 'off' : 'on'),
    demo: e.DEMO ?? (isProduction ? 'off' : 'on'),
    logLevel: e.LOG_LEVEL,
  } as const;
}

export type Settings = ReturnType<typeof readSettings>;

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'));
