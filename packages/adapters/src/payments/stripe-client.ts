import Stripe from 'stripe';

/**
 * Stripe's library. Callers retry, so the library need not.
 *
 * @param apiUrl the origin of Stripe's API, for tests and proxies
 * @param timeout the longest time for one call, in milliseconds
 */
export function stripeClient(secretKey: string, apiUrl: string | undefined, timeout: number): Stripe {
  return new Stripe(secretKey, { maxNetworkRetries: 0, telemetry: false, timeout, ...addressOf(apiUrl) });
}

function addressOf(apiUrl: string | undefined): Pick<Stripe.StripeConfig, 'protocol' | 'host' | 'port'> {
  if (apiUrl === undefined) return {};
  const { protocol, hostname, port } = new URL(apiUrl);
  const isPlain = protocol === 'http:';
  return { protocol: isPlain ? 'http' : 'https', host: hostname, port: port || (isPlain ? 80 : 443) };
}
