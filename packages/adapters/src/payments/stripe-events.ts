import { kernelFailures } from '@cartwright/kernel/failures';
import type { ProviderEvent } from '@cartwright/kernel/ports';
import Stripe from 'stripe';
import { z } from 'zod';

const toleranceSeconds = 300;

/** The events that change a payment or a refund. All others are accepted and ignored. */
const kinds = new Set([
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'charge.refunded',
  'charge.refund.updated',
  'refund.updated',
  'refund.failed',
]);

/** The few fields that the shop uses. They are the same in every version of Stripe's API, which the account chooses. */
const eventShape = z.object({
  id: z.string().min(1).max(255),
  type: z.string(),
  data: z.object({
    object: z.object({
      object: z.string(),
      id: z.string(),
      payment_intent: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  }),
});

/**
 * Reads an event from the bytes that Stripe signed.
 *
 * @throws MALFORMED_REQUEST Stripe did not sign it, or signed it more than five minutes ago
 */
export function readStripeEvent(body: Uint8Array, signature: string, secret: string): ProviderEvent | undefined {
  const event = verifiedEvent(body, signature, secret);
  if (!kinds.has(event.type)) return undefined;
  const { id, type, data } = eventShape.parse(event);
  const { object } = data;
  const about = object.object === 'payment_intent' ? object.id : object.payment_intent;
  const reference = typeof about === 'string' ? about : about?.id;
  if (reference === undefined) return undefined;
  return { id, type, reference, paymentId: z.uuid().safeParse(object.metadata?.['paymentId']).data ?? null };
}

function verifiedEvent(body: Uint8Array, signature: string, secret: string): Stripe.Event {
  try {
    return Stripe.webhooks.constructEvent(body, signature, secret, toleranceSeconds);
  } catch {
    // Stripe's error contains the whole body, which must not be logged.
    throw kernelFailures.MALFORMED_REQUEST({
      reason: 'The signature is missing, too old, or does not match this body.',
    });
  }
}
