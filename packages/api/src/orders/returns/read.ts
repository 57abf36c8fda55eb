import type { Reader, Tables, Transaction } from '@cartwright/db';
import { kernelFailures } from '@cartwright/kernel/failures';
import { asc, eq, inArray } from 'drizzle-orm';
import { lockOrder } from '../read/find-order.ts';
import type { LineRow, OrderRow } from '../read/to-order.ts';
import { openStatuses } from './moves.ts';
import { type OrderReturn, orderReturn } from './view.ts';

export type ReturnRow = Tables['returns']['$inferSelect'];
export type ReturnLineRow = Tables['returnLines']['$inferSelect'];
export type ReturnWithLines = ReturnRow & { readonly lines: readonly ReturnLineRow[] };

/** Reads the returns of orders with their lines, oldest first. */
export async function readReturns(read: Reader | Transaction, orderIds: readonly string[]): Promise<ReturnWithLines[]> {
  const { returns } = read.tables;
  const rows = await read
    .select()
    .from(returns)
    .where(inArray(returns.orderId, [...orderIds]))
    .orderBy(asc(returns.id));
  return withLines(read, rows);
}

/** Adds the lines to returns. */
export async function withLines(read: Reader | Transaction, rows: readonly ReturnRow[]): Promise<ReturnWithLines[]> {
  if (rows.length === 0) return [];
  const { returnLines } = read.tables;
  const ids = rows.map(({ id }) => id);
  const lines = await read
    .select()
    .from(returnLines)
    .where(inArray(returnLines.returnId, ids))
    .orderBy(asc(returnLines.returnId), asc(returnLines.position));
  return rows.map((row) => ({ ...row, lines: lines.filter(({ returnId }) => returnId === row.id) }));
}

/** Locks the order of a return, under whose lock all its returns change, and reads the return. @throws NOT_FOUND */
export async function lockReturn(
  tx: Transaction,
  id: string,
): Promise<{ readonly order: OrderRow; readonly found: ReturnWithLines }> {
  const { returns } = tx.tables;
  const [row] = await tx.select({ orderId: returns.orderId }).from(returns).where(eq(returns.id, id));
  if (!row) throw kernelFailures.NOT_FOUND({});
  const order = await lockOrder(tx, row.orderId);
  const found = (await readReturns(tx, [order.id])).find((one) => one.id === id);
  if (!found) throw kernelFailures.NOT_FOUND({});
  return { order, found };
}

/** The quantity of a line that has not arrived yet. */
export function missingOf(line: ReturnLineRow): number {
  return line.quantity - line.restockedQuantity - line.writtenOffQuantity;
}

/** The quantity of a line of an order that its open returns still expect. */
export function expectedOf(returns: readonly ReturnWithLines[], position: number): number {
  return returns
    .filter(({ status }) => openStatuses.includes(status))
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => (line.position === position ? sum + missingOf(line) : sum), 0);
}

/** Builds a return for callers. */
export function toReturn({ lines, ...row }: ReturnWithLines, orderLines: readonly LineRow[]): OrderReturn {
  return orderReturn.parse({
    ...row,
    lines: lines.flatMap((line) => {
      const variantId = orderLines.find(({ position }) => position === line.position)?.variantId;
      return variantId === undefined ? [] : [{ ...line, variantId }];
    }),
  });
}
