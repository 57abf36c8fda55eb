import type { Transaction } from '@cartwright/db';
import { eq, sql } from 'drizzle-orm';
import { changeStock, type StockReason } from '../../products/index.ts';
import { readLines } from '../read/priced-rows.ts';
import type { LineRow } from '../read/to-order.ts';
import { leftOf, outOf } from './goods.ts';
import type { MoveRequest } from './move.ts';
import type { Transition } from './transitions.ts';

type Request = Pick<MoveRequest, 'actor' | 'at' | 'restock'>;

/** Applies a move's effect to the quantities of an order. Quantities that went back into stock before are left out. */
export async function settleStock(
  tx: Transaction,
  orderId: string,
  effect: Transition['stock'],
  request: Request,
): Promise<void> {
  if (effect === 'keep') return;
  const lines = await readLines(tx, [orderId]);
  if (effect === 'take back') return takeBack(tx, orderId, lines, request);
  const changes = lines
    .map((line) => ({ variantId: line.variantId, pieces: leftOf(line) }))
    .filter(({ pieces }) => pieces > 0)
    .map(({ variantId, pieces }) => ({ variantId, reserved: -pieces, onHand: effect === 'ship' ? -pieces : 0 }));
  await change(tx, orderId, changes, effect === 'ship' ? 'shipped' : 'released', request);
}

/** Puts goods that were refused at the door into stock, or writes them off with a row in the ledger. */
async function takeBack(tx: Transaction, orderId: string, lines: readonly LineRow[], request: Request): Promise<void> {
  const { orderLines } = tx.tables;
  const out = lines.filter((line) => outOf(line) > 0);
  const changes = out.map((line) => ({ variantId: line.variantId, onHand: request.restock ? outOf(line) : 0 }));
  await change(tx, orderId, changes, request.restock ? 'returned' : 'written_off', request);
  if (!request.restock) return;
  await tx
    .update(orderLines)
    .set({ returnedQuantity: sql`${orderLines.quantity} - ${orderLines.cancelledQuantity}` })
    .where(eq(orderLines.orderId, orderId));
}

async function change(
  tx: Transaction,
  orderId: string,
  changes: Parameters<typeof changeStock>[1],
  reason: StockReason,
  { actor, at }: Request,
): Promise<void> {
  const missing = await changeStock(tx, changes, { reason, actor, at, orderId });
  if (missing.length > 0) throw new Error(`The reservation of order ${orderId} is not what its lines say.`);
}
