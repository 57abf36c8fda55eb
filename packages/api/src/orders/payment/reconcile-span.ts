import { recordAudit } from '@cartwright/kernel/audit';
import { spanOf } from '@cartwright/kernel/days';
import { kernelFailures } from '@cartwright/kernel/failures';
import { timeOrDay } from '@cartwright/kernel/fields';
import type { ListedPayment, PaymentProvider } from '@cartwright/kernel/ports';
import type { Shop } from '@cartwright/kernel/shop';
import { eq, or } from 'drizzle-orm';
import { z } from 'zod';
import { lockOrder } from '../read/find-order.ts';
import type { PaymentRow } from '../read/to-order.ts';
import { requestRefund } from '../refund/refund.ts';
import type { OrderStatus } from '../schema.ts';
import { recordPayment } from './record-payment.ts';

const reconcileSpanInput = z.strictObject({
  from: timeOrDay,
  to: timeOrDay.optional(),
  refund: z.boolean().default(false),
});

/** The kinds of discrepancy that `reconcileSpan` finds, in the words of its report. */
export const discrepancies = {
  unknown: 'unknown to all orders',
  unrecorded: 'captured, but not recorded on the order',
  amount: 'amount differs from the order',
  cancelled: 'captured for a cancelled order, but not refunded',
} as const;

export interface Discrepancy {
  readonly kind: keyof typeof discrepancies;
  readonly provider: string;
  readonly reference: string;
  readonly paymentId: string;
  readonly orderNumber: string | null;
  /** Minor units that the provider has; 0 for a payment that is still open there. */
  readonly amount: number;
  /** Minor units that the order has; null for an unknown payment. */
  readonly recorded: number | null;
  readonly currency: string;
  readonly createdAt: Date;
  /** `left` for a person. The other values name the action that was taken. */
  readonly outcome: 'left' | 'returned' | 'given up' | 'recorded' | 'failed';
  /** The reason for `failed`. */
  readonly reason: string | null;
}

interface Reconciliation {
  readonly from: Date;
  readonly to: Date;
  /** The providers that can list their payments. */
  readonly providers: readonly string[];
  readonly checked: number;
  readonly discrepancies: readonly Discrepancy[];
}

type Settle = () => Promise<Pick<Discrepancy, 'outcome' | 'reason'>>;
type Found = Pick<Discrepancy, 'kind' | 'amount' | 'recorded'> & { readonly settle?: Settle };

/**
 * Compares the providers' payments in a span with the orders, such as after a standby without the last orders was
 * promoted. `refund` returns money that no order claims and records missed news. Payments of other shops are skipped. A
 * second run changes nothing.
 *
 * @throws VALIDATION the span is empty
 */
export async function reconcileSpan(
  shop: Shop,
  input: z.input<typeof reconcileSpanInput>,
  onProgress: (checked: number) => void = () => {},
): Promise<Reconciliation> {
  const { refund, ...given } = parseInput(input);
  const { from = new Date(0), to = shop.clock.now() } = spanOf(given, shop.settings.timeZone);
  if (from >= to) {
    throw kernelFailures.VALIDATION({
      issues: [{ path: 'from', message: 'Enter a time before the end of the span.', code: 'invalid_span' }],
    });
  }
  const listing = [...shop.paymentProviders.values()].filter(({ listPayments }) => listPayments !== undefined);
  const found: Discrepancy[] = [];
  let checked = 0;
  for (const provider of listing) {
    for await (const payment of provider.listPayments?.({ from, to }) ?? []) {
      const discrepancy = await compare(shop, provider, payment);
      if (discrepancy) found.push(await settle(shop, provider, payment, discrepancy, refund));
      checked += 1;
      onProgress(checked);
    }
  }
  return { from, to, providers: listing.map(({ name }) => name), checked, discrepancies: found };
}

function parseInput(input: z.input<typeof reconcileSpanInput>): z.output<typeof reconcileSpanInput> {
  const parsed = reconcileSpanInput.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, code }) => {
    return { path: path.join('.'), message: 'Enter a day, such as 2026-01-31, or a time with its zone.', code };
  });
  throw kernelFailures.VALIDATION({ issues });
}

async function settle(
  shop: Shop,
  { name: provider }: PaymentProvider,
  { reference, paymentId, orderNumber, currency, createdAt }: ListedPayment,
  { settle: act, ...found }: Found,
  refund: boolean,
): Promise<Discrepancy> {
  const facts = { ...found, provider, reference, paymentId, orderNumber, currency, createdAt };
  if (!refund || !act) return { ...facts, outcome: 'left', reason: null };
  try {
    const end = await act();
    shop.log.info({ ...facts, ...end }, 'payment reconciled');
    return { ...facts, ...end };
  } catch (error) {
    // The other discrepancies are still settled, and a second run tries this one again.
    return { ...facts, outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function compare(shop: Shop, provider: PaymentProvider, listed: ListedPayment): Promise<Found | undefined> {
  const { state } = listed;
  const known = await findKnown(shop, provider.name, listed);
  if (!known) return compareUnknown(provider, listed);
  const { payment, orderStatus } = known;
  const amount = state.status === 'captured' ? state.amount : 0;
  const recorded = payment.captured;
  if (payment.status !== 'captured') {
    return amount === 0
      ? undefined
      : { kind: 'unrecorded', amount, recorded, settle: () => record(shop, payment.id, listed) };
  }
  if (amount !== recorded) return { kind: 'amount', amount, recorded };
  if (orderStatus !== 'cancelled' || recorded <= payment.refunded) return undefined;
  const left = recorded - payment.refunded;
  return { kind: 'cancelled', amount: left, recorded, settle: () => refundCancelled(shop, payment) };
}

async function findKnown(
  { db }: Shop,
  provider: string,
  { paymentId, reference }: ListedPayment,
): Promise<{ payment: PaymentRow; orderStatus: OrderStatus } | undefined> {
  const { payments, orders } = db.tables;
  const rows = await db.read
    .select({ payment: payments, orderStatus: orders.status })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(or(eq(payments.id, paymentId), eq(payments.reference, reference)));
  return rows.find(({ payment }) => payment.provider === provider);
}

/** Refunds the rest of an unknown payment, and cancels one that is still open. */
async function compareUnknown(provider: PaymentProvider, listed: ListedPayment): Promise<Found | undefined> {
  const { paymentId, reference, state, currency } = listed;
  const payment = { paymentId, reference };
  if (state.status === 'declined') return undefined;
  if (state.status === 'pending') {
    return {
      kind: 'unknown',
      amount: 0,
      recorded: null,
      async settle() {
        await provider.cancel(payment);
        return {
          outcome: 'given up',
          reason: null,
        };
      },
    };
  }
  const made = (await provider.listRefunds?.(payment)) ?? [];
  const returned = made.reduce((sum, refund) => sum + (refund.state.status === 'failed' ? 0 : refund.amount), 0);
  const amount = state.amount - returned;
  if (amount <= 0) return undefined;
  return {
    kind: 'unknown',
    amount,
    recorded: null,
    async settle() {
      const refundId = `reconcile-${paymentId}-${amount}`;
      const end = await provider.refund({
        refundId,
        reference: null,
        payment,
        amount,
        currency,
      });
      return end.status === 'failed'
        ? {
            outcome: 'failed',
            reason: end.reason,
          }
        : {
            outcome: 'returned',
            reason: null,
          };
    },
  };
}

async function record(shop: Shop, paymentId: string, { state }: ListedPayment): ReturnType<Settle> {
  await recordPayment(shop, paymentId, state, 'cli');
  return { outcome: 'recorded', reason: null };
}

/** Requests a refund of the rest. The worker carries it out. */
async function refundCancelled({ db, clock }: Shop, { id: paymentId, orderId }: PaymentRow): ReturnType<Settle> {
  await db.transact(async (tx) => {
    const { payments } = tx.tables;
    const at = clock.now();
    const { status, number } = await lockOrder(tx, orderId);
    const [payment] = await tx.select().from(payments).where(eq(payments.id, paymentId));
    const amount = payment ? payment.captured - payment.refunded : 0;
    if (status !== 'cancelled' || amount <= 0) return;
    const reason = 'The order was cancelled.';
    await requestRefund(tx, { orderId, parts: [{ paymentId, amount }], reason, actor: 'cli', at });
    recordAudit(
      tx,
      { actor: 'cli', action: 'payments reconcile --refund', at },
      { target: { type: 'order', id: orderId, label: number }, before: null, after: { refunded: amount }, reason },
    );
  });
  return { outcome: 'returned', reason: null };
}
