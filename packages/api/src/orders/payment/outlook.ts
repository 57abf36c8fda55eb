import { driverError } from '@cartwright/db';
import type { Actor } from '@cartwright/kernel/actor';
import type { PaymentProvider } from '@cartwright/kernel/ports';
import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, eq, or } from 'drizzle-orm';
import type { PaymentRow } from '../read/to-order.ts';
import type { PaymentInput } from '../schema.ts';
import { isWaitingForLastWord, recordPayment } from './record-payment.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * How long an order waits for money on its way, by payment method. A bank debit takes days. The other methods answer at
 * once.
 */
const longestWaits: Readonly<Record<PaymentInput['method'], number>> = { dummy: 0, cod: 0, stripe: 14 * day };

/** Stripe's search finds an intent about a minute after its creation. */
const searchLag = 10 * minute;

/** The providers' answers about the money that an order waits for. */
export interface Outlook {
  /** The attempts that the providers were asked about. */
  readonly asked: ReadonlySet<string>;
  /** The time until which the order should wait for money on its way; undefined when none is. */
  readonly waitUntil: Date | undefined;
  /** True if a provider did not answer, or may still be busy with a charge. */
  readonly isInDoubt: boolean;
}

type Prospect = 'none' | 'in doubt' | { readonly until: Date };

/**
 * Asks the providers about every attempt that could still pay an order, outside any transaction, and records the
 * answers. A captured attempt confirms its order. Every call asks again, because webhooks can be late or lost.
 *
 * @param isOver true if the order's time is over, so that an attempt which waits for the customer is cancelled at its
 * provider
 */
export async function askAboutOrder(
  shop: Shop,
  orderId: string,
  { isOver, actor }: { isOver: boolean; actor: Actor },
): Promise<Outlook> {
  const { payments } = shop.db.tables;
  const attempts = await shop.db.read
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, orderId), or(eq(payments.status, 'created'), isWaitingForLastWord(payments))))
    .orderBy(asc(payments.id));
  const prospects: Prospect[] = [];
  for (const attempt of attempts) prospects.push(await prospectOf(shop, attempt, { isOver, actor }));
  const ends = prospects.flatMap((prospect) => (typeof prospect === 'object' ? [prospect.until.getTime()] : []));
  return {
    asked: new Set(attempts.map(({ id }) => id)),
    waitUntil: ends.length === 0 ? undefined : new Date(Math.max(...ends)),
    isInDoubt: prospects.includes('in doubt'),
  };
}

async function prospectOf(
  shop: Shop,
  attempt: PaymentRow,
  { isOver, actor }: { isOver: boolean; actor: Actor },
): Promise<Prospect> {
  const { id: paymentId, reference, status } = attempt;
  try {
    const provider = providerOf(shop, attempt);
    const state = await provider.find({ paymentId, reference });
    if (!state) return isPossiblyInFlight(attempt, shop.clock.now()) ? 'in doubt' : 'none';
    // A decline found at the end is not recorded, because the e-mail about the cancelled order says enough.
    const isOpen = status === 'created' && !(isOver && state.status === 'declined');
    if (isOpen || state.status === 'captured') await recordPayment(shop, paymentId, state, actor);
    // The shop voided the attempt on purpose, and the job that tells the provider is queued already.
    if (state.status !== 'pending' || status === 'voided') return 'none';
    if (state.action === null) return { until: new Date(attempt.createdAt.getTime() + longestWait(attempt)) };
    // Cancelling rejects if the customer has paid since. The next look finds that money.
    if (isOver) await provider.cancel({ paymentId, reference: state.reference });
    return 'none';
  } catch (error) {
    const reason = driverError(error)?.message ?? String(error);
    shop.log.warn(
      { paymentId, provider: attempt.provider, reason },
      'payment state could not be read from the provider',
    );
    return 'in doubt';
  }
}

function providerOf({ paymentProviders }: Shop, { provider: name }: PaymentRow): PaymentProvider {
  const provider = paymentProviders.get(name);
  if (!provider) throw new Error(`There is no payment provider ${name}.`);
  return provider;
}

/** A charge without an answer may be under way, or done at a provider whose search does not show it yet. */
function isPossiblyInFlight({ status, reference, createdAt }: PaymentRow, now: Date): boolean {
  if (reference !== null) return false;
  return status === 'created' || (status === 'failed' && now.getTime() - createdAt.getTime() < searchLag);
}

function longestWait({ provider }: PaymentRow): number {
  return new Map(Object.entries(longestWaits)).get(provider) ?? 0;
}
