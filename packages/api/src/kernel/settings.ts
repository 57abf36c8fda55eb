import { z } from 'zod';
import { isAddressRange } from './networks.ts';

const flag = z.enum(['on', 'off']);
const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().positive();
const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/$/, ''));

/** Known to everybody who reads this file. */
const developmentSecret = 'for development only: everybody knows this key';

const paymentMethods = ['dummy', 'cod', 'stripe'] as const;
type PaymentMethod = (typeof paymentMethods)[number];

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
  DATABASE_WAIT_MS: positive
    .default(2_000)
    .describe('How long a request waits for a free connection to Postgres before it is answered 503'),
  DRAIN_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3_000)
    .optional()
    .describe(
      'How long a server that was told to stop still answers, with /readyz at 503, so that load balancers notice; 2000 in production, 0 elsewhere',
    ),
  WORKER: z.enum(['inline', 'separate']).optional().describe('Run jobs in the server process; separate in production'),
  WORKER_CONCURRENCY: positive.max(100).default(4).describe('Jobs that run at the same time'),
  PUBLIC_URL: url.optional().describe('Where this server is reached from outside; `http://HOST:PORT` by default'),
  SECRET_KEY: z
    .string()
    .min(32, 'must have at least 32 characters')
    .default(developmentSecret)
    .describe('Codes and links in mails are made with it: the same for all processes, and known to nobody else'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((range) => range.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string().refine(isAddressRange, 'must be addresses or ranges such as 10.0.0.0/8')))
    .describe('Proxies whose X-Forwarded-For is believed: addresses and ranges, separated by commas'),
  STORE_NAME: z.string().min(1).max(60).default('Cartwright Demo'),
  STORE_URL: url.optional().describe('Where customers shop; mails link there. The API itself by default'),
  STORE_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as USD')
    .default('USD'),
  SHIPPING_PRICE: z.coerce.number().int().min(0).default(490).describe('Minor units for each order'),
  FREE_SHIPPING_FROM: z.coerce
    .number()
    .int()
    .min(0)
    .default(5000)
    .describe('Subtotal in minor units; 0 ships all for free'),
  TAX_BASIS_POINTS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .describe('Tax added to goods and shipping; 825 is 8.25 %'),
  PAYMENT_WINDOW_MINUTES: positive.max(525_600).default(30).describe('An order not paid by then is cancelled'),
  PAYMENT_METHODS: z
    .string()
    .optional()
    .transform((list) =>
      list
        ?.split(',')
        .map((method) => method.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.enum(paymentMethods)).min(1).optional())
    .describe(
      'How customers can pay, separated by commas; dummy,cod while developing and cod in production, with stripe where it has a key',
    ),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_\w+$/, 'must be a secret or restricted key of Stripe: sk_… or rk_…')
    .optional()
    .describe('Turns payments by Stripe on'),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\S+$/, 'must be the signing secret of a webhook endpoint: whsec_…')
    .optional()
    .describe('Stripe signs with it what it sends to /webhooks/stripe; production needs it with a key'),
  STRIPE_API_URL: url
    .refine(isOrigin, 'must be an origin such as https://stripe-proxy.example')
    .optional()
    .describe("For tests and proxies; Stripe's own address by default"),
  SIGNUP_POLICY: z
    .enum(['verify_later', 'verify_first'])
    .default('verify_later')
    .describe('Whether an account may exist before its e-mail address is verified'),
  ACCESS_TOKEN_EXPIRE_MINUTES: positive.max(525_600).default(30).describe('Of a bearer session'),
  REFRESH_TOKEN_EXPIRE_DAYS: positive
    .max(365)
    .default(7)
    .describe('Of a bearer session; no session lasts longer than 30 days'),
  EMAIL_BACKEND: z.enum(['dev', 'smtp', 'mailpit', 'gmail']).default('dev').describe('dev keeps mails at /dev/mail'),
  EMAIL_HOST: z.string().optional(),
  EMAIL_PORT: port.optional(),
  EMAIL_USER: z.string().optional(),
  EMAIL_PASSWORD: z.string().optional(),
  EMAIL_FROM: z.string().default('Cartwright Demo <shop@localhost>'),
  LOW_STOCK_AT: z.coerce
    .number()
    .int()
    .min(0)
    .default(5)
    .describe('At this many available pieces or fewer a variant is low'),
  CACHE: flag.default('on').describe('Whether public reads of the catalogue are kept in memory for a minute or two'),
  IMAGE_DIR: z.string().default('./data/images').describe('Folder of the product pictures, where they are not in S3'),
  S3_BUCKET: z.string().optional().describe('Keeps the pictures in this bucket instead of IMAGE_DIR'),
  S3_REGION: z.string().default('us-east-1'),
  S3_ENDPOINT: url.optional().describe('Of an S3-compatible service; AWS by default'),
  S3_ACCESS_KEY_ID: z.string().optional().describe('By default whatever the machine is given, such as a role'),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  RATE_LIMITS: flag.default('on').describe('off is for load tests, and refused in production'),
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .pipe(z.array(url.refine(isOrigin, 'must be origins such as https://shop.example')))
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
  const issues = environment.safeParse(given).error?.issues ?? [];
  const wrong = new Set(issues.map(({ path }) => String(path[0])));
  // What is wrong in itself is left out, so that the checks of settings against each other can go on.
  const e = environment.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))));
  const isProduction = e.NODE_ENV === 'production';
  const faults = [
    isProduction &&
      e.SECRET_KEY === developmentSecret &&
      'SECRET_KEY: production needs one of its own, 32 characters or more',
    isProduction && e.RATE_LIMITS === 'off' && 'RATE_LIMITS: off is not allowed in production',
    isProduction && e.DEMO === 'on' && 'DEMO: on is not allowed in production, where its passwords are known to all',
    isProduction &&
      e.PAYMENT_METHODS?.includes('dummy') &&
      'PAYMENT_METHODS: dummy takes no money, so it is not allowed in production',
    isProduction && e.EMAIL_BACKEND === 'dev' && 'EMAIL_BACKEND: production needs smtp, mailpit or gmail',
    e.EMAIL_BACKEND === 'smtp' && !e.EMAIL_HOST && 'EMAIL_HOST: EMAIL_BACKEND=smtp needs the name of the mail server',
    e.EMAIL_BACKEND === 'gmail' &&
      !(e.EMAIL_USER && e.EMAIL_PASSWORD) &&
      'EMAIL_USER and EMAIL_PASSWORD: EMAIL_BACKEND=gmail needs both',
    e.PAYMENT_METHODS?.includes('stripe') &&
      !e.STRIPE_SECRET_KEY &&
      'STRIPE_SECRET_KEY: PAYMENT_METHODS names stripe, which needs a key',
    e.STRIPE_WEBHOOK_SECRET &&
      !e.STRIPE_SECRET_KEY &&
      'STRIPE_SECRET_KEY: STRIPE_WEBHOOK_SECRET is of no use without it',
    isProduction &&
      e.STRIPE_SECRET_KEY &&
      !e.STRIPE_WEBHOOK_SECRET &&
      'STRIPE_WEBHOOK_SECRET: production needs it with STRIPE_SECRET_KEY',
    isProduction &&
      e.STRIPE_API_URL?.startsWith('http:') &&
      'STRIPE_API_URL: production needs https, because the key goes there',
    // Stripe's documents call it a currency without decimals and with two: a hundred times too much or too little.
    e.STRIPE_SECRET_KEY &&
      e.STORE_CURRENCY === 'UGX' &&
      'STRIPE_SECRET_KEY: Stripe cannot be used with STORE_CURRENCY=UGX',
    (e.S3_ACCESS_KEY_ID === undefined) !== (e.S3_SECRET_ACCESS_KEY === undefined) &&
      'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY: either both or none',
    !knownCurrencies.has(e.STORE_CURRENCY) && `STORE_CURRENCY: ${e.STORE_CURRENCY} is not an ISO 4217 currency`,
  ].filter((fault) => typeof fault === 'string');
  const all = [
    ...issues.map(({ path, message }) => `${String(path[0])}: ${message}`),
    ...faults.filter((fault) => !wrong.has(fault.split(':')[0] ?? '')),
  ];
  if (all.length > 0) throw new SettingsError(all);

  const publicUrl = e.PUBLIC_URL ?? `http://${e.HOST}:${e.PORT}`;

  return {
    isProduction,
    publicUrl,
    host: e.HOST,
    port: e.PORT,
    databaseUrl: e.DATABASE_URL,
    databasePoolSize: e.DATABASE_POOL_SIZE,
    databaseWaitMilliseconds: e.DATABASE_WAIT_MS,
    drainMilliseconds: e.DRAIN_MS ?? (isProduction ? 2_000 : 0),
    worker: e.WORKER ?? (isProduction ? 'separate' : 'inline'),
    workerConcurrency: e.WORKER_CONCURRENCY,
    storeName: e.STORE_NAME,
    storeUrl: e.STORE_URL ?? publicUrl,
    currency: e.STORE_CURRENCY,
    shippingPrice: e.SHIPPING_PRICE,
    freeShippingFrom: e.FREE_SHIPPING_FROM,
    taxBasisPoints: e.TAX_BASIS_POINTS,
    paymentWindowMinutes: e.PAYMENT_WINDOW_MINUTES,
    paymentMethods: e.PAYMENT_METHODS ?? defaultPaymentMethods(isProduction, e.STRIPE_SECRET_KEY !== undefined),
    stripe:
      e.STRIPE_SECRET_KEY === undefined
        ? undefined
        : { secretKey: e.STRIPE_SECRET_KEY, webhookSecret: e.STRIPE_WEBHOOK_SECRET, apiUrl: e.STRIPE_API_URL },
    secretKey: e.SECRET_KEY,
    signupPolicy: e.SIGNUP_POLICY,
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
    rateLimits: e.RATE_LIMITS,
    allowedOrigins: e.ALLOWED_ORIGINS.map((origin) => new URL(origin).origin),
    docs: e.DOCS ?? (isProduction ? 'off' : 'on'),
    demo: e.DEMO ?? (isProduction ? 'off' : 'on'),
    logLevel: e.LOG_LEVEL,
  } as const;
}

export type Settings = ReturnType<typeof readSettings>;

function defaultPaymentMethods(isProduction: boolean, hasStripe: boolean): PaymentMethod[] {
  return [...(isProduction ? [] : ['dummy' as const]), 'cod', ...(hasStripe ? ['stripe' as const] : [])];
}

function isOrigin(text: string): boolean {
  const { pathname, search, hash, username } = new URL(text);
  return pathname === '/' && search === '' && hash === '' && username === '';
}

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'));
