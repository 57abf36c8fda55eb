import type { PaymentProvider } from '@cartwright/kernel/ports';
import type { Settings } from '@cartwright/kernel/settings';
import { byHandProvider } from './by-hand.ts';
import { dummyProvider } from './dummy.ts';

/** The payment providers of this shop by name. Loads Stripe's library only if the shop has a key for it. */
export async function paymentProviders({ stripe, publicUrl }: Settings): Promise<ReadonlyMap<string, PaymentProvider>> {
  const providers = [dummyProvider, byHandProvider('cod'), byHandProvider('manual')];
  if (stripe) {
    const { createStripeProvider } = await import('./stripe.ts');
    providers.push(createStripeProvider({ ...stripe, shop: publicUrl }));
  }
  return new Map(providers.map((provider) => [provider.name, provider]));
}
