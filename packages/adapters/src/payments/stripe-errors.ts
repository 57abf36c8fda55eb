import Stripe from 'stripe';

/**
 * An error after which Stripe may succeed at the next attempt. Stripe's own words are left out, because they repeat
 * inputs such as the payment token, and this error goes into logs and into the jobs' table.
 */
export class StripeFailure extends Error {
  override readonly name = 'StripeFailure';
}

/** Makes an error safe to log. Errors from outside Stripe stay unchanged. */
export function withoutSecrets(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const { type, code, statusCode, requestId } = error;
  const facts = [type, code, statusCode, requestId].filter((fact) => fact !== undefined && fact !== null);
  return new StripeFailure(`Stripe did not do it: ${facts.join(', ')}.`);
}

/** The code of an error after which Stripe will never succeed; undefined if a retry may succeed. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof Stripe.errors.StripeCardError) return error.decline_code ?? error.code ?? 'card_declined';
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return undefined;
  // The shop's own balance fills up again.
  return error.code === 'balance_insufficient' ? undefined : (error.code ?? 'invalid_request');
}

/** Tells whether Stripe answered that the object does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
}
