import type { GuestContext } from '@cartwright/kernel/context';
import { derive } from '@cartwright/kernel/derive';
import { type Failure, type InputIssue, kernelFailures } from '@cartwright/kernel/failures';
import { emailKey } from '@cartwright/kernel/fields';
import { isSecret } from '@cartwright/kernel/ids';
import { networkOf } from '@cartwright/kernel/networks';
import type { PlaceOrderInput } from '../schema.ts';

/** The customer of a new order. */
export interface Customer {
  /** Null for a guest. */
  readonly userId: string | null;
  readonly email: string;
  readonly name: string;
  /** A keyed hash of a guest's network; null for an account. */
  readonly guestNetwork: string | null;
}

type CustomerInput = Pick<PlaceOrderInput, 'email' | 'shippingAddress'>;

/**
 * The customer that places an order: the account that is signed in, or a guest with an address. A guest needs the token
 * of a cart, because it owns the Idempotency-Key.
 *
 * @returns UNAUTHENTICATED if the shop takes no orders of guests, or VALIDATION
 */
export function customerOf({ shop, signedIn, request }: GuestContext, input: CustomerInput): Customer | Failure {
  const { email } = input;
  if (signedIn) {
    const { user } = signedIn;
    if (email !== undefined && emailKey(email) !== emailKey(user.email)) {
      return invalid('email', 'An order of an account goes to the address of the account. Leave this out.', 'not_own');
    }
    return { userId: user.id, email: user.email, name: user.name, guestNetwork: null };
  }
  if (!shop.settings.guestCheckout) return kernelFailures.UNAUTHENTICATED({ reason: 'missing' });
  if (request.cartToken === undefined || !isSecret(request.cartToken)) {
    const message = 'Send the token of the cart, which the first call of `cart.addItem` returns, or sign in.';
    return invalid('X-Cart-Token', message, 'missing_header');
  }
  if (email === undefined) {
    return invalid('email', 'Enter the e-mail address for news about the order, or sign in.', 'missing');
  }
  const guestNetwork = derive(shop, 'network', networkOf(request.ip)).toString('base64url');
  return { userId: null, email, name: input.shippingAddress.fullName, guestNetwork };
}

function invalid(path: InputIssue['path'], message: string, code: string): Failure {
  return kernelFailures.VALIDATION({ issues: [{ path, message, code }] });
}
