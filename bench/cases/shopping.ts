import { randomUUID } from 'node:crypto';
import type { Call } from '../setting/load.ts';
import type { Person } from '../setting/people.ts';

const shippingAddress = {
  fullName: 'Grace Hopper',
  line1: '1 Harbour Street',
  city: 'Arlington',
  state: 'VA',
  postalCode: '22202',
  country: 'US',
};

/** A mutation with a key of its own, as the SDK sends it. */
function mutation(person: Person, path: string, body: object): Call {
  const headers = { authorization: `Bearer ${person.accessToken}`, 'idempotency-key': randomUUID() };
  return { method: 'POST', path: `/api/v1${path}`, headers, body };
}

export function add(person: Person, variantId: string): Call {
  return mutation(person, '/cart/items', { variantId, quantity: 1 });
}

const byCard = { method: 'stripe', token: 'pm_card_visa' };

/** Places an order of the cart, or of `variantIds`. */
export function placeOrder(person: Person, variantIds?: readonly string[], payment: object = byCard): Call {
  const items = variantIds?.map((variantId) => ({ variantId, quantity: 1 }));
  return mutation(person, '/orders', { shippingAddress, payment, ...(items && { items }) });
}

/** Returns two different entries of `all`, and others on each call. */
export function pairs(all: readonly string[]): () => [string, string] {
  let turn = 0;
  return () => {
    turn += 1;
    const first = (turn * 7_919) % all.length;
    return [all[first] ?? '', all[(first + 1) % all.length] ?? ''];
  };
}
