/** Variables of other software, with this shop's equivalents. The first match counts. */
const foreign: readonly (readonly [names: RegExp, advice: string])[] = [
  [/^(MAIL|MAILER|SMTP)_(SMTP_)?(HOST|HOSTNAME|SERVER|URL|DSN)$/, 'set EMAIL_BACKEND=smtp and EMAIL_HOST'],
  [/^(MAIL|MAILER|SMTP)_(SMTP_)?PORT$/, 'set EMAIL_PORT'],
  [/^(MAIL|MAILER|SMTP)_(SMTP_)?(USER|USERNAME|LOGIN)$/, 'set EMAIL_USER'],
  [/^(MAIL|MAILER|SMTP)_(SMTP_)?(PASS|PASSWORD)$/, 'set EMAIL_PASSWORD'],
  [/^(MAIL|MAILER|SMTP)_(DEFAULT_)?(FROM|SENDER)(_\w+)?$/, 'set EMAIL_FROM'],
  [/^EMAIL_(PASS|PWD)$/, 'set EMAIL_PASSWORD'],
  [/^EMAIL_(SERVER|SMTP_HOST)$/, 'set EMAIL_HOST'],
  [/^(MAIL|MAILER|SMTP)(_|$)/, 'set EMAIL_BACKEND, EMAIL_HOST and the other EMAIL_ settings'],
  [/^(REDIS|VALKEY|MEMCACHED?|RABBITMQ|AMQP)(_|$)/, 'remove it, because the database stores sessions, limits and jobs'],
  [/^JWT_\w*(EXP|TTL|LIFETIME|MAX_AGE)/, 'set ACCESS_TOKEN_EXPIRE_MINUTES and REFRESH_TOKEN_EXPIRE_DAYS'],
  [/^(JWT|SESSION|COOKIE|AUTH|NEXTAUTH|APP|DJANGO)_(\w+_)?(SECRET|KEY|SECRET_KEY)$/, 'set SECRET_KEY'],
  [/^SECRET$/, 'set SECRET_KEY'],
  [/^JWT(_|$)/, 'remove it, because sessions are rows of the database and use no JWT'],
  [
    /^(DB|MYSQL|MONGO|MONGODB|SQLITE)_(URL|URI|HOST|PORT|NAME|DATABASE|USER|USERNAME|PASS|PASSWORD|PATH|FILE)$/,
    'set DATABASE_URL',
  ],
  [
    /^DATABASE_(URI|HOST|PORT|NAME|USER|USERNAME|PASSWORD)$/,
    'set DATABASE_URL, which contains all parts of the address',
  ],
  [/^CORS_/, 'set ALLOWED_ORIGINS'],
  [/^(FRONTEND|STOREFRONT|CLIENT|SHOP)_URL$/, 'set STORE_URL'],
  [/^(SHOP_|DEFAULT_)?CURRENCY$/, 'set STORE_CURRENCY'],
  [/^STRIPE_(API_KEY|KEY|SECRET|PRIVATE_KEY)$/, 'set STRIPE_SECRET_KEY'],
  [/^STRIPE_(PUBLISHABLE|PUBLIC)_KEY$/, 'set it in the frontend, because only the frontend uses it'],
  [/^(AWS_S3_BUCKET|S3_BUCKET_NAME|AWS_BUCKET)$/, 'set S3_BUCKET'],
];

/** Advice on the setting to use instead of another program's variable. */
export function foreignAdvice(name: string): string | undefined {
  return foreign.find(([names]) => names.test(name))?.[1];
}
