import Stripe from 'stripe';

/**
 * Stripe did not do what it was asked, and may do it when asked again. Stripe's own words stay out of it: they repeat
 * what they were given, such as the payment token, and this goes into logs and into the jobs' table.
 */
export class StripeFailure extends Error {
  override readonly name = 'StripeFailure';
}

/** The error as it may be logged. Other errors than Stripe's stay as they are. */
export function withoutSecrets(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const { type, code, statusCode, requestId } = error;
  const facts = [type, code, statusCode, requestId].filter((fact) => fact !== undefined && fact !== null);
  return new StripeFailure(`Stripe did not do it: ${facts.join(', ')}.`);
}

/** Why Stripe will never do this, as a code; undefined when it may do it the next time. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof Stripe.errors.StripeCardError) return error.decline_code ?? error.code ?? 'card_declined';
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return undefined;
  // The shop's own balance fills up again.
  return error.code === 'balance_insufficient' ? undefined : (error.code ?? 'invalid_request');
}

/** Whether there is no such thing at Stripe. */
export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
}
