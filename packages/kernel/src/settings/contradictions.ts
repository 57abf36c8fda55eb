import { parseDatabaseUrl } from '@cartwright/db';
import { vatPrefixIn } from '../addresses/vat-ids.ts';
import type { Environment } from '../settings.ts';
import { knownSecrets } from './process.ts';

/** Contradictory or unsafe settings, as sentences. Each begins with the name of the setting to change. */
export function contradictions(e: Environment): string[] {
  const isProduction = e.NODE_ENV === 'production';
  const problems = [
    ...(isProduction ? productionProblems(e) : []),
    e.DATABASE_DIRECT_URL &&
      e.DATABASE_URL.startsWith('sqlite:') &&
      'DATABASE_DIRECT_URL: Remove this setting. DATABASE_URL names SQLite, which has no pooler to bypass.',
    isInMemory(e.DATABASE_URL) &&
      (e.WORKER ?? (isProduction ? 'separate' : 'inline')) === 'separate' &&
      `DATABASE_URL: Set WORKER=inline or enter the path of a file. Only one process can open ${e.DATABASE_URL}.`,
    e.EMAIL_BACKEND === 'smtp' &&
      !e.EMAIL_HOST &&
      'EMAIL_HOST: Enter the name of the mail server for EMAIL_BACKEND=smtp.',
    e.EMAIL_BACKEND === 'gmail' &&
      !(e.EMAIL_USER && e.EMAIL_PASSWORD) &&
      'EMAIL_USER and EMAIL_PASSWORD: Enter both for EMAIL_BACKEND=gmail.',
    e.PAYMENT_METHODS?.includes('stripe') &&
      !e.STRIPE_SECRET_KEY &&
      'STRIPE_SECRET_KEY: Enter the secret key, because PAYMENT_METHODS includes stripe.',
    e.STRIPE_WEBHOOK_SECRET &&
      !e.STRIPE_SECRET_KEY &&
      'STRIPE_SECRET_KEY: Enter the secret key, because STRIPE_WEBHOOK_SECRET has no effect without it.',
    e.COOKIE_SAME_SITE === 'none' &&
      !publicUrlOf(e).startsWith('https:') &&
      'PUBLIC_URL: Enter an https address for COOKIE_SAME_SITE=none, because browsers drop such cookies without https.',
    e.COOKIE_SAME_SITE === 'none' &&
      e.ALLOWED_ORIGINS.length === 0 &&
      'ALLOWED_ORIGINS: Enter the origins of the pages on other sites for COOKIE_SAME_SITE=none.',
    // Stripe's documentation gives this currency both zero and two decimals, a possible error by a factor of a hundred.
    e.STRIPE_SECRET_KEY &&
      e.STORE_CURRENCY === 'UGX' &&
      'STRIPE_SECRET_KEY: Remove this setting or change STORE_CURRENCY. Stripe cannot be used with UGX.',
    e.TAX_PROVIDER === 'stripe' &&
      !e.STRIPE_SECRET_KEY &&
      'STRIPE_SECRET_KEY: Enter the secret key, because TAX_PROVIDER=stripe needs it.',
    // Stripe counts these in units other than those of the currency, so that its tax can be a fraction of a minor unit.
    e.TAX_PROVIDER === 'stripe' &&
      /^(BHD|IQD|ISK|JOD|KWD|LYD|MGA|OMR|TND|UGX|UYI)$/.test(e.STORE_CURRENCY) &&
      `TAX_PROVIDER: Remove this setting. Stripe Tax cannot be used with ${e.STORE_CURRENCY}.`,
    e.VAT_CHECK === 'vies' &&
      vatPrefixIn(e.STORE_COUNTRY ?? '') === undefined &&
      'STORE_COUNTRY: Enter the member state of the EU in which the store is taxed, because VAT_CHECK=vies needs it.',
    (e.S3_ACCESS_KEY_ID === undefined) !== (e.S3_SECRET_ACCESS_KEY === undefined) &&
      'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY: Enter both or neither.',
    !knownCurrencies.has(e.STORE_CURRENCY) &&
      `STORE_CURRENCY: Enter a currency of ISO 4217, such as USD, instead of ${e.STORE_CURRENCY}.`,
  ];
  return problems.filter((problem) => typeof problem === 'string');
}

export function isInMemory(databaseUrl: string): boolean {
  const address = parseDatabaseUrl(databaseUrl);
  return address.dialect === 'sqlite' && address.kind === 'memory';
}

function productionProblems(e: Environment) {
  return [
    knownSecrets.includes(e.SECRET_KEY) &&
      'SECRET_KEY: Enter a secret of your own with at least 32 characters for production.',
    e.RATE_LIMITS === 'off' && 'RATE_LIMITS: Remove off in production.',
    e.DEMO === 'on' && 'DEMO: Remove on in production, because the passwords of the demo are public.',
    e.PAYMENT_METHODS?.includes('dummy') && 'PAYMENT_METHODS: Remove dummy in production, because it takes no money.',
    e.EMAIL_BACKEND === 'dev' &&
      'EMAIL_BACKEND: Enter smtp, mailpit or gmail in production, because the mailbox of dev is public.',
    isPlain(publicUrlOf(e)) &&
      `PUBLIC_URL: Enter the https address of this server in production instead of ${publicUrlOf(e)}, ` +
        'because cookies need https.',
    e.STORE_URL !== undefined &&
      isPlain(e.STORE_URL) &&
      'STORE_URL: Enter an https address in production, because links in e-mails contain codes.',
    e.ALLOWED_ORIGINS.some(isPlain) &&
      'ALLOWED_ORIGINS: Enter https origins in production, because cookies need https.',
    e.STRIPE_SECRET_KEY &&
      !e.STRIPE_WEBHOOK_SECRET &&
      (e.PAYMENT_METHODS?.includes('stripe') ?? true) &&
      'STRIPE_WEBHOOK_SECRET: Enter the signing secret in production, because STRIPE_SECRET_KEY is set.',
    e.STRIPE_API_URL?.startsWith('http:') &&
      'STRIPE_API_URL: Enter an https address in production, because the server sends the key there.',
    e.VAT_CHECK === 'vies' &&
      isPlain(e.VIES_URL) &&
      'VIES_URL: Enter an https address in production, because its answers decide which orders are exempt from tax.',
  ];
}

/** Warnings about possibly intended settings, for the start in production. */
export function warningsAbout(e: Environment): string[] {
  if (e.NODE_ENV !== 'production') return [];
  const warnings = [
    e.DATABASE_URL.startsWith('sqlite:') &&
      'DATABASE_URL: SQLite in production serves one server on one machine. Use Postgres for more than that.',
    e.PUBLIC_URL === undefined &&
      `PUBLIC_URL: This setting is not set, so links in e-mails lead to ${publicUrlOf(e)}, which only this machine can open.`,
  ];
  return warnings.filter((warning) => typeof warning === 'string');
}

export function publicUrlOf({ PUBLIC_URL, HOST, PORT }: Environment): string {
  return PUBLIC_URL ?? `http://${HOST}:${PORT}`;
}

/** Whether traffic to the address is readable on the way. Browsers count their own machine as safe. */
function isPlain(address: string): boolean {
  return !/^https:|^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/|$)/i.test(address);
}

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'));
