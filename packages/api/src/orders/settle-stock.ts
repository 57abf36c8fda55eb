import type { Transaction } from '@cartwright/db';
import { eq } from 'drizzle-orm';
import { changeStock } from '../products/index.ts';
import type { MoveCause } from './move.ts';
import type { Transition } from './transitions.ts';

/** Does to the pieces of an order what its move says. Pieces that went back into stock before are left out. */
export async function settleStock(
  tx: Transaction,
  orderId: string,
  effect: Transition['stock'],
  { actor, at }: Pick<MoveCause, 'actor' | 'at'>,
): Promise<void> {
  if (effect === 'keep') return;
  const { orderLines } = tx.tables;
  const lines = await tx.select().from(orderLines).where(eq(orderLines.orderId, orderId));
  const changes = lines
    .map(({ variantId, quantity, restockedQuantity }) => ({ variantId, pieces: quantity - restockedQuantity }))
    .filter(({ pieces }) => pieces > 0)
    .map(({ variantId, pieces }) => ({ variantId, reserved: -pieces, onHand: effect === 'ship' ? -pieces : 0 }));
  const reason = effect === 'ship' ? 'shipped' : 'released';
  const missing = await changeStock(tx, changes, { reason, actor, at, orderId });
  if (missing.length > 0) throw new Error(`The reservation of order ${orderId} is not what its lines say.`);
}
