import type { Transaction } from '@cartwright/db';
import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import { eq } from 'drizzle-orm';
import { orderFailures } from '../errors.ts';
import type { LineQuantity } from '../lifecycle/change-lines.ts';
import { followGoods } from '../lifecycle/follow-goods.ts';
import { leftOf } from '../lifecycle/goods.ts';
import { requireTransition } from '../lifecycle/move.ts';
import { lockOrder } from '../read/find-order.ts';
import { readLines } from '../read/priced-rows.ts';
import { readOrder } from '../read/read.ts';
import { recallOrder } from '../read/recall.ts';
import type { LineRow, OrderRow } from '../read/to-order.ts';
import { mostShipments, type Order } from '../schema.ts';
import type { ShipOrderInput } from './schema.ts';
import { sendShipment } from './send.ts';

/**
 * Ships some lines of an order, or everything that is left. The order becomes `shipped` with its last shipment.
 *
 * @throws NOT_FOUND, INVALID_TRANSITION, NOTHING_TO_SHIP, INSUFFICIENT_STOCK, VALIDATION
 */
export function shipOrder(ctx: UserContext, input: ShipOrderInput): Promise<Order> {
  return idempotently(ctx, { input, recall: recallOrder(ctx, 'admin') }, async (tx) => {
    const order = await lockOrder(tx, input.id);
    const rows = await readLines(tx, [order.id]);
    await requireGoods(tx, order, rows);
    const lines = chooseLines(rows, input.lines);
    await requireRoom(tx, order, { isEverything: unitsIn(lines) === unitsIn(allLeft(rows)) });
    const request = { by: 'admin', actor: actorOf(ctx), at: ctx.shop.clock.now(), tracking: input.tracking } as const;
    const shipment = await sendShipment(tx, order, lines, request);
    const status = await followGoods(tx, order.id, request);
    recordAudit(tx, ctx, {
      target: { type: 'order', id: order.id, label: order.number },
      before: { status: order.status },
      after: {
        status,
        shipment,
        lines: lines.map(({ row, quantity }) => ({ variantId: row.variantId, quantity })),
      },
    });
    return readOrder(ctx.shop, tx, order.id, 'admin');
  });
}

/** @throws INVALID_TRANSITION the order cannot be shipped yet, or no longer @throws NOTHING_TO_SHIP */
async function requireGoods(tx: Transaction, order: OrderRow, rows: readonly LineRow[]): Promise<void> {
  const wasShipped = order.status === 'shipped' || order.status === 'delivered';
  if (!wasShipped) await requireTransition(tx, order, 'shipped', 'admin');
  if (wasShipped || allLeft(rows).length === 0) throw orderFailures.NOTHING_TO_SHIP({});
}

/** The last shipment that an answer has room for takes everything. @throws VALIDATION */
async function requireRoom(tx: Transaction, order: OrderRow, { isEverything }: { isEverything: boolean }) {
  const { shipments } = tx.tables;
  if (isEverything) return;
  const before = await tx.$count(shipments, eq(shipments.orderId, order.id));
  if (before < mostShipments - 1) return;
  throw invalidLines(`An order has at most ${mostShipments} shipments. Ship everything that is left with this one.`);
}

function chooseLines(rows: readonly LineRow[], given: ShipOrderInput['lines']): LineQuantity[] {
  if (!given) return allLeft(rows);
  const wanted = new Map<string, number>();
  for (const { variantId, quantity } of given) wanted.set(variantId, (wanted.get(variantId) ?? 0) + quantity);
  const chosen = [...wanted].map(([variantId, quantity]) => {
    const row = rows.find((one) => one.variantId === variantId);
    if (!row) throw invalidLines(`The order has no line with the variant ${variantId}. Choose one of its lines.`);
    return { row, quantity };
  });
  if (chosen.every(({ row }) => leftOf(row) === 0)) throw orderFailures.NOTHING_TO_SHIP({});
  const excess = chosen.find(({ row, quantity }) => quantity > leftOf(row));
  if (excess) {
    const { row } = excess;
    throw invalidLines(`At most ${leftOf(row)} of ${row.sku} are left to ship. Send a smaller quantity.`);
  }
  return chosen;
}

function allLeft(rows: readonly LineRow[]): LineQuantity[] {
  return rows.map((row) => ({ row, quantity: leftOf(row) })).filter(({ quantity }) => quantity > 0);
}

function unitsIn(lines: readonly LineQuantity[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

function invalidLines(message: string) {
  return kernelFailures.VALIDATION({ issues: [{ path: 'lines', message, code: 'invalid_lines' }] });
}
