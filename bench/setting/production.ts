/**
 * The environment of a production server. Payment is by card, which asks the worker for the most; no worker runs
 * beside the server unless a case is about one, so that the provider and the mail server are never called.
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
    // Logins come from many addresses, as they would through a proxy, because each may try five times a minute.
    TRUSTED_PROXIES: '127.0.0.1',
    // All other load comes from one address.
    CLIENT_CALLS_PER_MINUTE: '1000000000',
    DRAIN_MS: '0',
  };
}
