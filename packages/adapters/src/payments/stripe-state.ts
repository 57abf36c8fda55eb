import type { PaymentState, RefundState } from '@cartwright/kernel/ports';
import type Stripe from 'stripe';
import { fromStripeUnits } from './stripe-money.ts';

/** Translates a payment intent into the shop's terms. */
export function stateOfIntent(intent: Stripe.PaymentIntent): PaymentState {
  const { id: reference, status, client_secret: clientSecret } = intent;
  switch (status) {
    case 'succeeded': {
      const amount = fromStripeUnits(intent.amount_received, intent.currency.toUpperCase());
      return { status: 'captured', reference, amount };
    }
    case 'canceled':
      return { status: 'declined', reason: intent.cancellation_reason ?? 'cancelled', reference };
    case 'requires_payment_method': {
      const error = intent.last_payment_error;
      // An intent without an error is still being made, because `charge` creates and confirms in one call.
      if (!error) return { status: 'pending', reference, action: null };
      return { status: 'declined', reason: error.decline_code ?? error.code ?? 'card_declined', reference };
    }
    case 'requires_action':
      return { status: 'pending', reference, action: clientSecret === null ? null : { type: 'stripe', clientSecret } };
    default:
      return { status: 'pending', reference, action: null };
  }
}

/** Translates a refund into the shop's terms. */
export function stateOfRefund({ id: reference, status, failure_reason: failure }: Stripe.Refund): RefundState {
  if (status === 'succeeded') return { status, reference };
  if (status === 'failed' || status === 'canceled') return { status: 'failed', reason: failure ?? status };
  return { status: 'pending', reference };
}
