import type { Reader, Transaction } from '@cartwright/db';
import { kernelFailures } from '@cartwright/kernel/failures';
import { allocate } from '@cartwright/kernel/money';
import { asc, eq } from 'drizzle-orm';
import { orderFailures } from '../errors.ts';
import { readAdjustments, readLines, toAdjustment } from '../read/priced-rows.ts';
import type { LineRow, OrderRow } from '../read/to-order.ts';
import { readRefunds } from './read-refunds.ts';
import {
  paidLines,
  paidShipping,
  type RefundLine,
  refundedInAll,
  refundedOf,
  refundOfQuantity,
  taxesInRefund,
} from './refund-amount.ts';

/** A line with the quantity to refund. */
export interface PlannedLine extends RefundLine {
  readonly row: LineRow;
  /** The quantity of the line that was refunded before. */
  readonly refundedBefore: number;
}

/** The payments that a refund takes from, and the lines that it is for. */
export interface RefundPlan {
  readonly amount: number;
  readonly lines: readonly PlannedLine[];
  /** The part of the amount that is for shipping. */
  readonly shipping: number;
  readonly parts: readonly { readonly paymentId: string; readonly amount: number }[];
}

/** Chooses the quantity to refund of a line. @throws VALIDATION */
type ChooseQuantity = (row: LineRow, left: number) => number;

interface Quantities {
  readonly quantityOf: ChooseQuantity;
  /** The part of the price that the store keeps, at most all of it. */
  readonly fee?: number;
  /** The amount to refund of the shipping. Less goes back if less of the money, or of what shipping cost, is left. */
  readonly shipping?: number;
}

/** The choice of a refund: an amount, quantities of lines, or everything that is left. */
export type Refundable = { readonly amount: number } | Quantities | 'everything';

/**
 * Plans a refund of a locked order: of an amount, of quantities of its lines, or of everything that is left. Quantities
 * without an amount get their price, or a share of the money that is left if that is less.
 *
 * @throws REFUND_TOO_LARGE, VALIDATION
 */
export async function planRefund(tx: Transaction, order: OrderRow, what: Refundable): Promise<RefundPlan> {
  const { refundable, ...plan } = await draftRefund(tx, order, what);
  const { amount } = plan;
  if (amount === 0 || amount > refundable) throw orderFailures.REFUND_TOO_LARGE({ amount, refundable });
  return plan;
}

/** Plans like `planRefund`, and leaves it to the caller if the amount is 0 or more than there is. */
export async function draftRefund(
  tx: Transaction,
  order: OrderRow,
  what: Refundable,
): Promise<RefundPlan & { readonly refundable: number }> {
  const payments = await paymentsOf(tx, order.id);
  const refundable = payments.reduce((sum, { left }) => sum + left, 0);
  if (what !== 'everything' && 'amount' in what) {
    const { amount } = what;
    return { amount, refundable, lines: [], shipping: 0, parts: takeFrom(payments, amount) };
  }
  const chosen = what === 'everything' ? { quantityOf: (_: LineRow, left: number) => left } : what;
  const { lines, shippingLeft } = await planLines(tx, order, chosen, refundable);
  const ofLines = lines.reduce((sum, line) => sum + line.amount, 0);
  const wanted = what === 'everything' ? shippingLeft : Math.min(shippingLeft, what.shipping ?? 0);
  const shipping = Math.max(0, Math.min(wanted, refundable - ofLines));
  const amount = what === 'everything' ? refundable : ofLines + shipping;
  return { amount, refundable, lines, shipping, parts: takeFrom(payments, amount) };
}

async function planLines(
  tx: Transaction,
  order: OrderRow,
  { quantityOf, fee = 0 }: Quantities,
  refundable: number,
): Promise<{ readonly lines: PlannedLine[]; readonly shippingLeft: number }> {
  const rows = await readLines(tx, [order.id]);
  const adjustments = (await readAdjustments(tx, [order.id])).map(toAdjustment);
  const paid = paidLines(rows, adjustments);
  const asked = await readRefunds(tx, order.id);
  const refunded = refundedOf(asked, paid);
  const chosen = paid.flatMap((line, index) => {
    const row = rows[index];
    const before = refunded(line.position);
    const quantity = row ? quantityOf(row, line.quantity - before.quantity) : 0;
    return row && quantity > 0
      ? [{ row, line, before, quantity, price: refundOfQuantity(line, before, quantity) }]
      : [];
  });
  const prices = chosen.map(({ price }) => price);
  const isCovered = prices.reduce((sum, price) => sum + price, 0) <= refundable;
  const amounts = isCovered ? prices : allocate(refundable, prices);
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  if (fee > 0 && fee >= total) throw feeTooLarge(total);
  const fees = allocate(fee, amounts);
  const lines = chosen.map(({ row, line, before, quantity }, index) => {
    const ofLine = fees[index] ?? 0;
    const amount = (amounts[index] ?? 0) - ofLine;
    const taxes = taxesInRefund(line, before, amount);
    return { row, position: line.position, quantity, amount, fee: ofLine, taxes, refundedBefore: before.quantity };
  });
  const shippingLeft = Math.max(0, paidShipping(adjustments) - refundedInAll(asked).shipping);
  return { lines, shippingLeft };
}

function feeTooLarge(total: number) {
  const message =
    total === 0
      ? 'Nothing of these goods is left to refund. Leave the fee out.'
      : `The fee must be less than the ${total} minor units that go back for these goods. Send a smaller fee.`;
  return kernelFailures.VALIDATION({ issues: [{ path: 'fee', message, code: 'too_big' }] });
}

async function paymentsOf(read: Reader | Transaction, orderId: string) {
  const { payments } = read.tables;
  const rows = await read.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.id));
  return rows.map(({ id, captured, refunded }) => ({ paymentId: id, left: captured - refunded }));
}

/** Takes the amount from the payments in the order of their creation. */
function takeFrom(payments: readonly { paymentId: string; left: number }[], amount: number): RefundPlan['parts'] {
  let missing = amount;
  return payments.flatMap(({ paymentId, left }) => {
    const part = Math.min(missing, left);
    missing -= part;
    return part > 0 ? [{ paymentId, amount: part }] : [];
  });
}
