import type { createCaller } from '../router.ts';

type OrderInput = Parameters<ReturnType<typeof createCaller>['orders']['place']>[0];

export const testAddress = {
  fullName: 'Grace Hopper',
  line1: '1 Harbour Street',
  city: 'Arlington',
  state: 'VA',
  postalCode: '22202',
  country: 'US',
};

/**
 * The input of `orders.place`. Without items it orders the cart.
 *
 * @example
 * await grace.caller.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 1 }], token: 'decline' }));
 */
export function orderInput({
  token = 'ok',
  ...input
}: Partial<OrderInput> & { token?: 'ok' | 'decline' | 'timeout' | 'flaky' } = {}): OrderInput {
  return { shippingAddress: testAddress, payment: { method: 'dummy', token }, ...input };
}
