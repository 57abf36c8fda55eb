import type { Transaction } from '@cartwright/db';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { changeStock, type StockReason } from '../../products/index.ts';
import type { LineRow } from '../read/to-order.ts';
import type { MoveRequest } from './move-request.ts';

/** A quantity of one line of an order. */
export interface LineQuantity {
  readonly row: LineRow;
  readonly quantity: number;
}

/**
 * Adds to a quantity of lines of one order, whose row this transaction has locked. The checks of the table keep each
 * line within its bounds.
 */
export async function countOnLines(
  tx: Transaction,
  lines: readonly LineQuantity[],
  field: 'cancelledQuantity' | 'shippedQuantity' | 'returnedQuantity',
): Promise<void> {
  const [first] = lines;
  if (!first) return;
  const { orderLines } = tx.tables;
  const { orderId, revision } = first.row;
  const cases = lines.map(({ row, quantity }) => sql`when ${row.position} then cast(${quantity} as integer)`);
  await tx
    .update(orderLines)
    .set({ [field]: sql`${orderLines[field]} + case ${orderLines.position} ${sql.join(cases, sql` `)} else 0 end` })
    .where(
      and(
        eq(orderLines.orderId, orderId),
        eq(orderLines.revision, revision),
        inArray(
          orderLines.position,
          lines.map(({ row }) => row.position),
        ),
      ),
    );
}

/** The effects of an order's goods on the stock, with the name of each in the ledger. */
const effects = {
  released: { reserved: -1, onHand: 0 },
  shipped: { reserved: -1, onHand: -1 },
  returned: { reserved: 0, onHand: 1 },
  written_off: { reserved: 0, onHand: 0 },
} as const satisfies Partial<Record<StockReason, { reserved: number; onHand: number }>>;

/**
 * Changes the stock of the variants of lines, with one ledger row for each variant.
 *
 * @returns the ids of the variants without enough stock
 */
export async function moveStock(
  tx: Transaction,
  orderId: string,
  lines: readonly LineQuantity[],
  reason: keyof typeof effects,
  { actor, at }: Pick<MoveRequest, 'actor' | 'at'>,
): Promise<string[]> {
  const { reserved, onHand } = effects[reason];
  const sums = new Map<string, number>();
  for (const { row, quantity } of lines) sums.set(row.variantId, (sums.get(row.variantId) ?? 0) + quantity);
  const changes = [...sums].map(([variantId, quantity]) => ({
    variantId,
    reserved: reserved * quantity,
    onHand: onHand * quantity,
  }));
  // A variant may change twice in a transaction, and deferred writes have no order.
  return changeStock(tx, changes, { reason, actor, at, orderId, isLogged: 'at once' });
}

/** Gives back reserved stock, or takes back goods, for which the variants always have room. */
export async function moveStockBack(...given: Parameters<typeof moveStock>): Promise<void> {
  const missing = await moveStock(...given);
  if (missing.length > 0) throw new Error(`The reservation of order ${given[1]} is not what its lines say.`);
}
