import type { Transaction } from '@cartwright/db';
import type { Actor } from '@cartwright/kernel/actor';
import { kernelFailures } from '@cartwright/kernel/failures';
import { newId } from '@cartwright/kernel/ids';
import { enqueue } from '@cartwright/kernel/jobs';
import type { Shop } from '@cartwright/kernel/shop';
import { orderFailures } from '../errors.ts';
import { actorOfEvent } from '../events/facts.ts';
import { recordEvents } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import { outOf } from '../lifecycle/goods.ts';
import { readLines } from '../read/priced-rows.ts';
import type { OrderRow } from '../read/to-order.ts';
import { readShipments } from '../shipments/read.ts';
import { expectedOf, readReturns } from './read.ts';
import type { RequestReturnInput } from './schema.ts';
import { mostReturns } from './view.ts';
import { withdrawalEndsAt } from './withdrawal.ts';

/**
 * Opens a return of a locked order, with its event and the job for its e-mail. A customer's request waits for an admin.
 * A withdrawal, and a return that an admin enters, is approved at once.
 *
 * @returns the id of the return
 * @throws NOTHING_TO_RETURN, WITHDRAWAL_OVER, VALIDATION
 */
export async function openReturn(
  shop: Shop,
  tx: Transaction,
  order: OrderRow,
  { kind, lines, reason }: RequestReturnInput,
  { by, actor, at }: { readonly by: 'customer' | 'admin'; readonly actor: Actor; readonly at: Date },
): Promise<string> {
  const { returns, returnLines } = tx.tables;
  const chosen = await chooseLines(tx, order, lines);
  if (kind === 'withdrawal' && by === 'customer') await refuseLate(shop, tx, order, at);
  const id = newId();
  const status = kind === 'withdrawal' || by === 'admin' ? 'approved' : 'requested';
  const row = {
    id,
    orderId: order.id,
    kind,
    status,
    requestedBy: by,
    reason: reason ?? null,
    createdAt: at,
    updatedAt: at,
  } as const;
  await tx.insert(returns).values(row);
  await tx.insert(returnLines).values(
    chosen.map(({ position, quantity, reason: ofLine }) => ({
      returnId: id,
      position,
      quantity,
      reason: kind === 'withdrawal' ? null : ofLine,
    })),
  );
  const event = { orderId: order.id, subjectId: id, actor: actorOfEvent({ by, actor }), createdAt: at };
  await recordEvents(tx, { ...event, type: 'return_requested', data: { returnId: id, kind } });
  if (status === 'approved') await recordEvents(tx, { ...event, type: 'return_approved', data: { returnId: id } });
  // A withdrawal is always acknowledged, however it reached the store.
  const template = by === 'customer' || kind === 'withdrawal' ? 'return-requested' : 'return-approved';
  enqueue(tx, orderJobs.sendOrderMail, { orderId: order.id, template, returnId: id });
  return id;
}

/** @throws NOTHING_TO_RETURN, VALIDATION */
async function chooseLines(tx: Transaction, order: OrderRow, given: RequestReturnInput['lines']) {
  const rows = await readLines(tx, [order.id]);
  const before = await readReturns(tx, [order.id]);
  if (before.length >= mostReturns) {
    throw invalidLines(`An order has at most ${mostReturns} returns. Use one that is still open.`);
  }
  const wanted = new Map<string, (typeof given)[number]>();
  for (const line of given) {
    const known = wanted.get(line.variantId);
    wanted.set(line.variantId, known ? { ...known, quantity: known.quantity + line.quantity } : line);
  }
  const chosen = [...wanted.values()].map(({ variantId, quantity, reason }) => {
    const row = rows.find((one) => one.variantId === variantId);
    if (!row) throw invalidLines(`The order has no line with the variant ${variantId}. Choose one of its lines.`);
    const free = Math.max(0, outOf(row) - expectedOf(before, row.position));
    return { position: row.position, sku: row.sku, quantity, reason, free };
  });
  if (chosen.every(({ free }) => free === 0)) throw orderFailures.NOTHING_TO_RETURN({});
  const excess = chosen.find(({ quantity, free }) => quantity > free);
  if (excess) throw invalidLines(`At most ${excess.free} of ${excess.sku} can be returned. Send a smaller quantity.`);
  return chosen;
}

/** @throws WITHDRAWAL_OVER */
async function refuseLate(shop: Shop, tx: Transaction, order: OrderRow, at: Date): Promise<void> {
  const endedAt = withdrawalEndsAt(shop, order, await readLines(tx, [order.id]), await readShipments(tx, [order.id]));
  if (endedAt && endedAt <= at) throw orderFailures.WITHDRAWAL_OVER({ endedAt });
}

export function invalidLines(message: string) {
  return kernelFailures.VALIDATION({ issues: [{ path: 'lines', message, code: 'invalid_lines' }] });
}
