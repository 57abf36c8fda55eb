import type { GuestContext } from '@cartwright/kernel/context';
import { type Failure, kernelFailures } from '@cartwright/kernel/failures';
import { newId, newSecret } from '@cartwright/kernel/ids';
import type { Accepted, ListedCall } from '@cartwright/kernel/phases';
import type { StoredPricing } from '../pricing/index.ts';
import type { CartLine } from './get.ts';
import { problemOfLines, problemOfQuantity } from './limits.ts';
import { byAge, type CartOwner, cartOwner, type LockedFacts, nameOfOwner } from './lock-and-read.ts';
import { lifetime } from './open.ts';
import { inquiryOf, type PricedCart, priceLines, toPricedCart } from './price.ts';
import type { AddItemInput } from './schema.ts';

export type AddCall = ListedCall<GuestContext, AddItemInput>;

/** The facts that decide a list of adds. */
export interface AddFacts {
  readonly locked: LockedFacts;
  /** Undefined if no variant was found. */
  readonly pricing: StoredPricing | undefined;
}

/** A cart with an item added that is not yet written. */
export interface AddPlan {
  readonly cart: PlannedCart;
  readonly priced: PricedCart;
  /** The line with the added item. */
  readonly line: PlannedLine;
}

export interface PlannedCart {
  readonly id: string;
  readonly owner: CartOwner | { readonly newToken: string };
  /** `expired` is open again and loses its former lines. */
  readonly was: 'open' | 'expired' | 'missing';
  readonly expiresAt: Date;
  readonly usedAt: Date;
  readonly lines: readonly PlannedLine[];
  readonly codes: readonly string[];
}

export interface PlannedLine extends CartLine {
  readonly addedAt: Date;
}

export type AcceptedAdd = Accepted<AddCall, AddPlan>;

/** Decides adds one after the other, from facts that are locked. Each finds the cart as the accepted adds left it. */
export function addDecider({ locked: facts, pricing }: AddFacts): (call: AddCall) => AddPlan | Failure {
  const carts = new Map<string, PlannedCart>();

  return ({ ctx, input }) => {
    const variant = facts.variantOf(input);
    if (!variant || !pricing) return kernelFailures.NOT_FOUND({});
    const owner = cartOwner(ctx);
    const known = owner && carts.get(nameOfOwner(owner));
    const cart = known ?? plannedCart(ctx, owner, facts);

    const before = cart.lines.find((line) => line.variant.variantId === variant.variantId);
    const quantity = (before?.quantity ?? 0) + input.quantity;
    const line = before
      ? { ...before, quantity }
      : { variant, quantity, priceAtAdd: variant.price, addedAt: cart.usedAt };
    const lines = before
      ? cart.lines.map((one) => (one === before ? line : one))
      : [...cart.lines, line].sort((a, b) => byAge(aged(a), aged(b)));
    const problem = problemOfQuantity(variant, quantity) ?? problemOfLines(lines.length);
    if (problem) return problem;

    const next = { ...cart, lines };
    // The next call of a guest without an open cart creates another one, because only the answer has the new token.
    if (owner && !('newToken' in cart.owner)) carts.set(nameOfOwner(owner), next);
    const priced = priceLines(ctx, next.lines, inquiryOf(ctx, next), pricing);
    return { cart: next, line, priced: toPricedCart(priced) };
  };
}

function aged({ variant, addedAt }: PlannedLine) {
  return { variantId: variant.variantId, addedAt };
}

/** The caller's cart before the call, with the changes that any use of it makes. */
function plannedCart({ shop }: GuestContext, owner: CartOwner | undefined, facts: LockedFacts): PlannedCart {
  const usedAt = shop.clock.now();
  const cart = facts.cartOf(owner, usedAt);
  if (owner && 'userId' in owner) {
    const expiresAt = new Date(usedAt.getTime() + lifetime.user);
    const was = cart ? (cart.isExpired ? 'expired' : 'open') : 'missing';
    const { id = newId(), codes = [] } = cart ?? {};
    return { id, owner, was, expiresAt, usedAt, lines: linesOf(cart, facts), codes };
  }
  const expiresAt = new Date(usedAt.getTime() + lifetime.guest);
  if (owner && cart && !cart.isExpired) {
    const { id, codes } = cart;
    return { id, owner, was: 'open', expiresAt, usedAt, lines: linesOf(cart, facts), codes };
  }
  return { id: newId(), owner: { newToken: newSecret() }, was: 'missing', expiresAt, usedAt, lines: [], codes: [] };
}

function linesOf(cart: ReturnType<LockedFacts['cartOf']>, facts: LockedFacts): PlannedLine[] {
  return (cart?.lines ?? []).flatMap(({ variantId, ...line }) => {
    const variant = facts.variantOf({ variantId });
    return variant ? { ...line, variant } : [];
  });
}
