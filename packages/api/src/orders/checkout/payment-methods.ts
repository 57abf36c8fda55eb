import type { GuestContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import type { Settings } from '@cartwright/kernel/settings';
import type { Shop } from '@cartwright/kernel/shop';
import type { PaymentInput } from '../schema.ts';

/** The payment methods that a caller can choose. Cash on delivery reserves stock without a payment. */
export function offeredMethods(
  { settings }: Shop,
  { isGuest }: { readonly isGuest: boolean },
): Settings['paymentMethods'] {
  const hasCash = !isGuest || settings.guestCashOnDelivery;
  return settings.paymentMethods.filter((method) => method !== 'cod' || hasCash);
}

/** @throws VALIDATION the shop does not offer this method to the caller */
export function refuseUnknownMethod(
  { shop, signedIn }: Pick<GuestContext, 'shop' | 'signedIn'>,
  method: PaymentInput['method'],
): void {
  const offered: readonly string[] = offeredMethods(shop, { isGuest: signedIn === null });
  if (offered.includes(method)) return;
  const message =
    offered.length > 0
      ? `Choose a payment method of this shop: ${offered.join(', ')}.`
      : 'Sign in, because this shop offers no payment method to guests.';
  throw kernelFailures.VALIDATION({ issues: [{ path: 'payment.method', message, code: 'not_offered' }] });
}
