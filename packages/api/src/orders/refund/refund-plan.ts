import type { Reader, Transaction } from '@cartwright/db';
import { allocate } from '@cartwright/kernel/money';
import { asc, eq } from 'drizzle-orm';
import { orderFailures } from '../errors.ts';
import { readAdjustments, readLines, toAdjustment } from '../read/priced-rows.ts';
import type { LineRow, OrderRow } from '../read/to-order.ts';
import { readRefunds } from './read-refunds.ts';
import { paidLines, type RefundLine, refundedOf, refundOfQuantity, taxesInRefund } from './refund-amount.ts';

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
  readonly parts: readonly { readonly paymentId: string; readonly amount: number }[];
}

/** Chooses the quantity to refund of a line. @throws VALIDATION */
type ChooseQuantity = (row: LineRow, left: number) => number;

/**
 * Plans a refund of a locked order: of an amount, of quantities of its lines, or of everything that is left. Quantities
 * without an amount get their price, or a share of the money that is left if that is less.
 *
 * @throws REFUND_TOO_LARGE
 */
export async function planRefund(
  tx: Transaction,
  order: OrderRow,
  what: { readonly amount: number } | { readonly quantityOf: ChooseQuantity } | 'everything',
): Promise<RefundPlan> {
  const { refundable, ...plan } = await draftRefund(tx, order, what);
  const { amount } = plan;
  if (amount === 0 || amount > refundable) throw orderFailures.REFUND_TOO_LARGE({ amount, refundable });
  return plan;
}

/** Plans like `planRefund`, and leaves it to the caller if the amount is 0 or more than there is. */
export async function draftRefund(
  tx: Transaction,
  order: OrderRow,
  what: Parameters<typeof planRefund>[2],
): Promise<RefundPlan & { readonly refundable: number }> {
  const payments = await paymentsOf(tx, order.id);
  const refundable = payments.reduce((sum, { left }) => sum + left, 0);
  const isAmount = what !== 'everything' && 'amount' in what;
  const choose: ChooseQuantity = what === 'everything' ? (_, left) => left : isAmount ? () => 0 : what.quantityOf;
  const lines = await planLines(tx, order, choose, refundable);
  const ofLines = lines.reduce((sum, line) => sum + line.amount, 0);
  const amount = what === 'everything' ? refundable : isAmount ? what.amount : ofLines;
  return { amount, refundable, lines, parts: takeFrom(payments, amount) };
}

async function planLines(
  tx: Transaction,
  order: OrderRow,
  choose: ChooseQuantity,
  refundable: number,
): Promise<PlannedLine[]> {
  const rows = await readLines(tx, [order.id]);
  const adjustments = (await readAdjustments(tx, [order.id])).map(toAdjustment);
  const paid = paidLines(rows, adjustments);
  const refunded = refundedOf(await readRefunds(tx, order.id), paid);
  const chosen = paid.flatMap((line, index) => {
    const row = rows[index];
    const before = refunded(line.position);
    const quantity = row ? choose(row, line.quantity - before.quantity) : 0;
    return row && quantity > 0
      ? [{ row, line, before, quantity, price: refundOfQuantity(line, before, quantity) }]
      : [];
  });
  const prices = chosen.map(({ price }) => price);
  const isCovered = prices.reduce((sum, price) => sum + price, 0) <= refundable;
  const amounts = isCovered ? prices : allocate(refundable, prices);
  return chosen.map(({ row, line, before, quantity }, index) => {
    const amount = amounts[index] ?? 0;
    const taxes = taxesInRefund(line, before, amount);
    return { row, position: line.position, quantity, amount, taxes, refundedBefore: before.quantity };
  });
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
