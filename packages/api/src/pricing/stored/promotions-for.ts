import type { Reader, Transaction } from '@cartwright/db';
import { type BalanceChange, type BalanceName } from '@cartwright/kernel/balances/change';
import { lockBalances, readBalances } from '@cartwright/kernel/balances/locked';
import type { Shop } from '@cartwright/kernel/shop';
import type { PricingFacts } from '../facts.ts';
import { automaticFor } from '../promotions/index-automatic.ts';
import type { PriceLine, PriceRequest, Promotion, PromotionUse } from '../types.ts';
import type { Customer } from './customers.ts';
import { pricingFactsOf } from './facts-of.ts';
import { type FoundCodes, findAccountsWithOrders, findCodes } from './find-codes.ts';
import { changesBy, type Limit, leftOf, limitsOf } from './limits.ts';

/** The part of a cart or an order that decides which promotions it can meet. */
export interface Inquiry {
  readonly customer: Customer | null;
  readonly codes: readonly string[];
  readonly goods: readonly Pick<PriceLine, 'productId' | 'categoryId'>[];
}

/** A change of a balance, and the value of the balance after it. */
export type Taken = BalanceChange & { readonly after: number };

/** Facts and promotions as one committed state, with what is left of limits. */
export interface StoredPricing {
  readonly facts: PricingFacts;
  /** The part of a price request that depends on codes, the customer and limits. */
  circumstancesOf(inquiry: Inquiry): Pick<PriceRequest, 'codes' | 'left' | 'customer'>;
  /** Uses up limits for an accepted order. Later orders of the list find the rest. Returns the changes to write. */
  take(inquiry: Inquiry, uses: readonly PromotionUse[]): Taken[];
}

interface Options {
  /** The version that the caller read with its own data; by default it is read here. */
  readonly version?: number | undefined;
  /** Locks the balances, for callers that take from them. Variants are locked before, so that no two wait in a circle. */
  readonly lock?: Transaction;
}

/** Reads what a list of carts or orders needs to be priced, with the statements of one. */
export async function pricingFor(
  shop: Shop,
  read: Reader | Transaction,
  inquiries: readonly Inquiry[],
  { version, lock }: Options = {},
): Promise<StoredPricing> {
  const codes = [...new Set(inquiries.flatMap((inquiry) => inquiry.codes))];
  const accounts = [...new Set(inquiries.flatMap(({ customer }) => customer?.userId ?? []))];
  let facts = await pricingFactsOf(shop, read, version);
  let found = await findCodes(read, codes, accounts);
  // A change was committed in between. Both are read again, until they belong to one state.
  while (found.version !== undefined && found.version !== facts.version) {
    facts = await pricingFactsOf(shop, read, found.version);
    if (found.version !== facts.version) found = await findCodes(read, codes, accounts);
  }

  const known = inquiries.flatMap((inquiry) => promotionsOf(inquiry, facts, found));
  const asksForFirst = known.some(({ conditions }) => conditions.firstOrder);
  const withOrders = asksForFirst ? (found.withOrders ?? (await findAccountsWithOrders(read, accounts))) : new Set('');
  const limits = inquiries.flatMap((inquiry) => limitsFor(inquiry, facts, found));
  const values = new Map(
    await (lock
      ? lockBalances(lock, limits.map(toName))
      : readBalances(
          read,
          limits.map(({ id }) => id),
        )),
  );
  return {
    facts,
    circumstancesOf(inquiry) {
      const { customer } = inquiry;
      const left = promotionsOf(inquiry, facts, found).flatMap((promotion) => {
        const limits = limitsOf(promotion, customer);
        return limits.length > 0 ? [[promotion.id, leftOf(limits, values)] as const] : [];
      });
      return {
        codes: inquiry.codes.map((code) => enteredCode(code, customer, found, values)),
        left: new Map(left),
        customer: { groups: customer?.groups ?? [], isFirstOrder: customer && isFirst(customer, withOrders, values) },
      };
    },
    take(inquiry, uses) {
      const changes = new Map<string, BalanceChange>();
      for (const use of uses) {
        const promotion = promotionsOf(inquiry, facts, found).find(({ id }) => id === use.promotionId);
        if (!promotion) continue;
        const code = use.code === null ? undefined : found.codes.get(use.code);
        for (const change of changesBy(use, limitsOf(promotion, inquiry.customer, code)))
          changes.set(change.id, change);
      }
      return [...changes.values()].map((change) => {
        const after = (values.get(change.id) ?? 0) + change.change;
        values.set(change.id, after);
        return { ...change, after };
      });
    },
  };
}

/** The promotions of entered codes, and the automatic ones that the goods can meet, each once. */
function promotionsOf({ codes, goods }: Inquiry, facts: PricingFacts, found: FoundCodes): Promotion[] {
  const entered = codes.flatMap((code) => found.codes.get(code)?.promotion ?? []);
  const byId = new Map([...entered, ...automaticFor(facts.automatic, goods)].map((one) => [one.id, one]));
  return [...byId.values()];
}

function limitsFor(inquiry: Inquiry, facts: PricingFacts, found: FoundCodes): Limit[] {
  const { customer, codes } = inquiry;
  return [
    ...promotionsOf(inquiry, facts, found).flatMap((promotion) => limitsOf(promotion, customer)),
    ...codes.flatMap((code) => {
      const stored = found.codes.get(code);
      return stored ? limitsOf(stored.promotion, customer, stored) : [];
    }),
  ];
}

function toName({ id, ownerId, kind }: Limit): BalanceName {
  return { id, ownerId, kind };
}

function enteredCode(
  code: string,
  customer: Customer | null,
  { codes }: FoundCodes,
  values: ReadonlyMap<string, number>,
): PriceRequest['codes'][number] {
  const stored = codes.get(code);
  if (!stored) return { code, promotion: null };
  const own = limitsOf(stored.promotion, customer, stored).find(({ of }) => of === 'code');
  return { code, promotion: stored.promotion, usesLeft: own && (values.get(own.id) ?? 0) - own.floor };
}

function isFirst({ key, userId }: Customer, withOrders: ReadonlySet<string>, values: ReadonlyMap<string, number>) {
  const isTaken = (values.get(`customer:${key}:first-order`) ?? 0) < 0;
  return !isTaken && !(userId !== null && withOrders.has(userId));
}
