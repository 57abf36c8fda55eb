import type { Actor } from '@cartwright/kernel/actor';
import type { PaymentState } from '@cartwright/kernel/ports';
import type { Shop } from '@cartwright/kernel/shop';
import { recordPayment } from './record-payment.ts';

interface AskedPayment {
  readonly id: string;
  readonly provider: string;
  readonly reference: string | null;
  readonly status: 'created' | 'authorised' | 'captured' | 'failed' | 'voided';
}

/**
 * Asks the provider for the current state of a payment and records it, so that the order of events does not matter. A
 * payment that the shop gave up is cancelled at the provider too, unless its money came.
 *
 * @returns the provider's answer; undefined if the provider does not know the payment or there was nothing to ask
 */
export async function askAboutPayment(
  shop: Shop,
  payment: AskedPayment,
  actor: Actor,
): Promise<PaymentState | undefined> {
  const { id: paymentId, reference, status } = payment;
  const provider = shop.paymentProviders.get(payment.provider);
  if (!provider || status === 'captured') return undefined;
  const state = await provider.find({ paymentId, reference });
  if (!state) return undefined;
  if (status === 'created' || state.status === 'captured') {
    await recordPayment(shop, paymentId, state, actor);
    return state;
  }
  await provider.cancel({ paymentId, reference: state.reference ?? reference });
  await recordPayment(shop, paymentId, asGivenUp(state), actor);
  return state;
}

function asGivenUp(state: PaymentState): PaymentState {
  if (state.status === 'declined') return state;
  return { status: 'declined', reason: 'cancelled', reference: state.reference };
}
