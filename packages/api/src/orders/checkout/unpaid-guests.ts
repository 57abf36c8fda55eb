import { createHash } from 'node:crypto';
import type { Transaction } from '@cartwright/db';
import type { GuestContext } from '@cartwright/kernel/context';
import { Failure, kernelFailures } from '@cartwright/kernel/failures';
import { emailKey } from '@cartwright/kernel/fields';
import { and, inArray, isNotNull, or, sql } from 'drizzle-orm';
import { type Customer, customerOf } from './customer.ts';
import type { PlaceCall } from './plan.ts';

/** The unpaid orders that guests may have for one address, and from one network. They reserve stock for nothing. */
const mostUnpaid = 5;

/** A bounded number of names, because each locked name leaves a row. Two guests with one name only wait. */
const lockNames = 256;

/** An order of a guest that is unpaid and neither delivered nor cancelled. */
interface UnpaidOrder {
  readonly network: string | null;
  readonly emailKey: string;
  readonly expiresAt: Date | null;
}

/** Counts the unpaid orders of guests, with those that a list of calls adds. */
export interface UnpaidGuests {
  /** Returns RATE_LIMITED if the customer is a guest with too many unpaid orders. */
  refuse(ctx: GuestContext, customer: Customer): Failure | undefined;
  add(customer: Customer): void;
}

/** Locks the addresses and networks of guests, so that orders at the same moment are counted, and reads their orders. */
export async function lockUnpaidGuests(tx: Transaction, calls: readonly PlaceCall[]): Promise<UnpaidGuests> {
  const guests = calls.flatMap(({ ctx, input }) => {
    const customer = ctx.signedIn ? undefined : customerOf(ctx, input);
    return customer === undefined || customer instanceof Failure ? [] : customer;
  });
  const networks = [...new Set(guests.flatMap(({ guestNetwork }) => guestNetwork ?? []))];
  const keys = [...new Set(guests.map(({ email }) => emailKey(email)))];
  for (const name of new Set([...networks, ...keys].map(lockNameOf).sort())) await tx.lockName(name);
  const known = guests.length === 0 ? [] : await readUnpaid(tx, networks, keys);
  const added: UnpaidOrder[] = [];
  return {
    refuse(ctx, customer) {
      if (customer.guestNetwork === null) return undefined;
      const all = [...known, ...added];
      const ofNetwork = all.filter(({ network }) => network === customer.guestNetwork);
      const ofAddress = all.filter((one) => one.emailKey === emailKey(customer.email));
      if (ofNetwork.length >= mostUnpaid) return refusal(ctx, 'ip', ofNetwork);
      return ofAddress.length >= mostUnpaid ? refusal(ctx, 'email', ofAddress) : undefined;
    },
    add: ({ guestNetwork: network, email }) => {
      added.push({ network, emailKey: emailKey(email), expiresAt: null });
    },
  };
}

function lockNameOf(subject: string): string {
  const bucket = createHash('sha256').update(subject).digest().readUInt32BE(0) % lockNames;
  return `guest orders ${String(bucket).padStart(3, '0')}`;
}

function readUnpaid(tx: Transaction, networks: readonly string[], keys: readonly string[]): Promise<UnpaidOrder[]> {
  const { orders, payments } = tx.tables;
  const address = sql<string>`lower(${orders.email})`;
  const captured = sql`(select count(*) from ${payments} where ${payments.orderId} = ${orders.id} and ${payments.status} = 'captured')`;
  return tx
    .select({ network: orders.guestNetwork, emailKey: address, expiresAt: orders.expiresAt })
    .from(orders)
    .where(
      and(
        isNotNull(orders.guestNetwork),
        // Literals, because an index with the same condition then serves the query.
        sql`${orders.status} not in ('delivered', 'cancelled')`,
        or(inArray(orders.guestNetwork, [...networks]), inArray(address, [...keys])),
        sql`${captured} = 0`,
      ),
    );
}

/** The wait ends when the first of the orders is cancelled for want of a payment. */
function refusal({ shop }: GuestContext, by: 'ip' | 'email', unpaid: readonly UnpaidOrder[]): Failure {
  const now = shop.clock.now().getTime();
  const window = shop.settings.paymentWindowMinutes * 60;
  const ends = unpaid.flatMap(({ expiresAt }) => (expiresAt && expiresAt.getTime() > now ? expiresAt.getTime() : []));
  const retryAfter = ends.length > 0 ? Math.ceil((Math.min(...ends) - now) / 1_000) : window;
  const policy = { name: `unpaid guest orders:${by}`, calls: mostUnpaid, seconds: window };
  return kernelFailures.RATE_LIMITED({ retryAfter, policy });
}
