import type { GuestContext } from '@cartwright/kernel/context';
import type { Accepted, ListedCall } from '@cartwright/kernel/phases';
import type { LockedCart, LockedFacts } from '../../cart/index.ts';
import type { StoredPricing, Taken, TaxAnswers, VatFact } from '../../pricing/index.ts';
import type { PlaceOrderInput } from '../schema.ts';
import type { Customer } from './customer.ts';
import type { Draft } from './draft.ts';
import type { UnpaidGuests } from './unpaid-guests.ts';

/** A call with the facts that other services gave before the transaction. */
export interface PlaceCall extends ListedCall<GuestContext, PlaceOrderInput> {
  readonly asked: AskedFacts;
}

/** The answers of other services. Fetched before a transaction, because they come over the network. */
export interface AskedFacts {
  readonly vat: VatFact | null;
  /** Null if the table of tax rates computes the tax. */
  readonly tax: TaxAnswers | null;
}

/** The facts that decide a list of orders. */
export interface OrderFacts {
  readonly locked: LockedFacts;
  readonly pricing: StoredPricing;
  readonly guests: UnpaidGuests;
}

/** An order that is accepted and not yet written. */
export interface OrderPlan {
  readonly customer: Customer;
  /** The lines have the stock that earlier orders of the list left. */
  readonly draft: Draft;
  /** The cart that the order empties; undefined for an order of given items. */
  readonly cart: LockedCart | undefined;
  /** The amounts that the order takes from the limits of promotions. */
  readonly taken: readonly Taken[];
}

export type AcceptedOrder = Accepted<PlaceCall, OrderPlan>;
