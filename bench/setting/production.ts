/**
 * The environment of a production server. Payment is by card, which gives the worker the most jobs. Unless a case
 * measures a worker, none runs, so that the payment provider and the mail server are never called.
 */
export function productionSettings(databaseUrl: string, imageDir: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    IMAGE_DIR: imageDir,
    HOST: '127.0.0.1',
    PUBLIC_URL: 'https://shop.example',
    SECRET_KEY: 'the benchmark has a key of its own, as production must',
    EMAIL_BACKEND: 'smtp',
    EMAIL_HOST: '127.0.0.1',
    STRIPE_SECRET_KEY: 'sk_test_benchmark',
    STRIPE_WEBHOOK_SECRET: 'whsec_benchmark',
    // Logins claim many addresses, as through a proxy, because each address may try five times a minute.
    TRUSTED_PROXIES: '127.0.0.1',
    // All other load comes from one address.
    CLIENT_CALLS_PER_MINUTE: '1000000000',
    DRAIN_MS: '0',
  };
}
