import { kernelFailures } from '@cartwright/kernel/failures';
import type { Shop } from '@cartwright/kernel/shop';
import type { PaymentInput } from '../schema.ts';

/** @throws VALIDATION the shop does not offer this method */
export function refuseUnknownMethod({ settings }: Shop, method: PaymentInput['method']): void {
  const offered: readonly string[] = settings.paymentMethods;
  if (offered.includes(method)) return;
  const message = `Choose a payment method of this shop: ${offered.join(', ')}.`;
  throw kernelFailures.VALIDATION({ issues: [{ path: 'payment.method', message, code: 'not_offered' }] });
}
