import { parseDatabaseUrl } from '@cartwright/db';
import type { Environment } from '../settings.ts';
import { knownSecrets } from './process.ts';

/** What contradicts itself, or must not be in production. Each begins with the name of the setting to change. */
export function faultsBetween(e: Environment): string[] {
  const isProduction = e.NODE_ENV === 'production';
  const faults = [
    ...(isProduction ? productionFaults(e) : []),
    e.DATABASE_DIRECT_URL &&
      e.DATABASE_URL.startsWith('sqlite:') &&
      'DATABASE_DIRECT_URL: DATABASE_URL names SQLite, which has no pooler to go past',
    isInMemory(e.DATABASE_URL) &&
      (e.WORKER ?? (isProduction ? 'separate' : 'inline')) === 'separate' &&
      `DATABASE_URL: ${e.DATABASE_URL} is a database of one process, so it needs WORKER=inline or the path of a file`,
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
    e.COOKIE_SAME_SITE === 'none' &&
      !publicUrlOf(e).startsWith('https:') &&
      'PUBLIC_URL: COOKIE_SAME_SITE=none needs https, because browsers drop such cookies without it',
    e.COOKIE_SAME_SITE === 'none' &&
      e.ALLOWED_ORIGINS.length === 0 &&
      'ALLOWED_ORIGINS: COOKIE_SAME_SITE=none needs the origins of the pages on other sites',
    // Stripe's documents call it a currency without decimals and with two: a hundred times too much or too little.
    e.STRIPE_SECRET_KEY &&
      e.STORE_CURRENCY === 'UGX' &&
      'STRIPE_SECRET_KEY: Stripe cannot be used with STORE_CURRENCY=UGX',
    (e.S3_ACCESS_KEY_ID === undefined) !== (e.S3_SECRET_ACCESS_KEY === undefined) &&
      'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY: either both or none',
    !knownCurrencies.has(e.STORE_CURRENCY) && `STORE_CURRENCY: ${e.STORE_CURRENCY} is not an ISO 4217 currency`,
  ];
  return faults.filter((fault) => typeof fault === 'string');
}

export function isInMemory(databaseUrl: string): boolean {
  const address = parseDatabaseUrl(databaseUrl);
  return address.dialect === 'sqlite' && address.kind === 'memory';
}

function productionFaults(e: Environment) {
  return [
    knownSecrets.includes(e.SECRET_KEY) && 'SECRET_KEY: production needs one of its own, 32 characters or more',
    e.RATE_LIMITS === 'off' && 'RATE_LIMITS: off is not allowed in production',
    e.DEMO === 'on' && 'DEMO: on is not allowed in production, where its passwords are known to all',
    e.PAYMENT_METHODS?.includes('dummy') && 'PAYMENT_METHODS: dummy takes no money, so it is not allowed in production',
    e.EMAIL_BACKEND === 'dev' &&
      'EMAIL_BACKEND: production needs smtp, mailpit or gmail, because everybody can read the mailbox of dev',
    isPlain(publicUrlOf(e)) &&
      `PUBLIC_URL: production needs the https address where this server is reached, not ${publicUrlOf(e)}: ` +
        'cookies would not be secure',
    e.STORE_URL !== undefined &&
      isPlain(e.STORE_URL) &&
      'STORE_URL: production needs https, because links in mails carry codes',
    e.ALLOWED_ORIGINS.some(isPlain) && 'ALLOWED_ORIGINS: production needs https: cookies would not be secure',
    e.STRIPE_SECRET_KEY &&
      !e.STRIPE_WEBHOOK_SECRET &&
      'STRIPE_WEBHOOK_SECRET: production needs it with STRIPE_SECRET_KEY',
    e.STRIPE_API_URL?.startsWith('http:') && 'STRIPE_API_URL: production needs https, because the key goes there',
  ];
}

/** What may be meant, and is told at the start all the same. */
export function warningsAbout(e: Environment): string[] {
  if (e.NODE_ENV !== 'production') return [];
  const warnings = [
    e.DATABASE_URL.startsWith('sqlite:') &&
      'DATABASE_URL: SQLite in production serves one server on one machine. Take Postgres for more than that.',
    e.PUBLIC_URL === undefined &&
      `PUBLIC_URL: not set, so links in mails lead to ${publicUrlOf(e)}, which is this machine only.`,
  ];
  return warnings.filter((warning) => typeof warning === 'string');
}

export function publicUrlOf({ PUBLIC_URL, HOST, PORT }: Environment): string {
  return PUBLIC_URL ?? `http://${HOST}:${PORT}`;
}

/** Whether what goes there can be read on the way. Browsers count their own machine as safe. */
function isPlain(address: string): boolean {
  return !/^https:|^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/|$)/i.test(address);
}

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'));
