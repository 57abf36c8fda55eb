import type { BalanceChange, BalanceName } from '@cartwright/kernel/balances/change';
import type { Left, Promotion, PromotionUse } from '../types.ts';
import type { Customer } from './customers.ts';

/** A code with the limit of its own uses. */
export interface CodeLimit {
  readonly code: string;
  readonly usesLimit: number | null;
}

/** A limit as a balance: 0 at first, and lower by each use, down to its floor. */
export interface Limit extends BalanceName {
  readonly of: 'uses' | 'customer' | 'budget' | 'code' | 'first order';
  readonly floor: number;
}

/** The limits that count for an order of a customer. A customer who is not known yet has none. */
export function limitsOf(promotion: Promotion, customer: Customer | null, code?: CodeLimit): Limit[] {
  const { id: ownerId, limits, conditions } = promotion;
  const { uses, usesPerCustomer, budget } = limits;
  const found: Limit[] = [];
  if (uses !== undefined) {
    found.push({ of: 'uses', id: `promotion:${ownerId}:uses`, ownerId, kind: 'uses', floor: -uses });
  }
  if (budget !== undefined) {
    found.push({ of: 'budget', id: `promotion:${ownerId}:budget`, ownerId, kind: 'budget', floor: -budget });
  }
  if (usesPerCustomer !== undefined && customer) {
    const id = `promotion:${ownerId}:customer:${customer.key}`;
    found.push({ of: 'customer', id, ownerId, kind: 'customer', floor: -usesPerCustomer });
  }
  if (code && code.usesLimit !== null) {
    const id = `promotion:${ownerId}:code:${code.code}`;
    found.push({ of: 'code', id, ownerId, kind: 'code', floor: -code.usesLimit });
  }
  // One for all promotions, so that two of them cannot both have the first order.
  if (conditions.firstOrder && customer) {
    const id = `customer:${customer.key}:first-order`;
    found.push({ of: 'first order', id, ownerId: customer.key, kind: 'customer', floor: -1 });
  }
  return found;
}

/** The rest of each limit, in the form that `price` takes. */
export function leftOf(limits: readonly Limit[], values: ReadonlyMap<string, number>): Left {
  const left = (of: Limit['of']) => {
    const limit = limits.find((one) => one.of === of);
    return limit && (values.get(limit.id) ?? 0) - limit.floor;
  };
  return { uses: left('uses'), usesOfCustomer: left('customer'), budget: left('budget') };
}

/** The changes by which an order uses up limits. */
export function changesBy({ discount }: PromotionUse, limits: readonly Limit[]): BalanceChange[] {
  return limits.map(({ of, ...limit }) => ({ ...limit, change: of === 'budget' ? -discount : -1 }));
}
