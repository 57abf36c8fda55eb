import { and, asc, desc, eq, gt, lte } from 'drizzle-orm';
import { z } from 'zod';
import type { Shop } from '../../kernel/shop.ts';
import { actorInTimeline } from '../to-order.ts';
import { writtenTexts } from './facts.ts';
import { type OrderUpdate, orderUpdate } from './schema.ts';

/** An event with its number, by which events are ordered. */
export interface NumberedUpdate {
  readonly number: number;
  readonly update: OrderUpdate;
}

/** Which events: those with numbers above `after` and up to `upTo`, of one order or of all. */
export interface Stretch {
  readonly after: number;
  readonly upTo: number;
  readonly orderId?: string | undefined;
}

/** Events in their order, `limit` at most. */
export async function readUpdates(shop: Shop, stretch: Stretch, limit: number): Promise<NumberedUpdate[]> {
  const { id } = shop.db.tables.orderEvents;
  const rows = await selectEvents(shop, stretch).orderBy(asc(id)).limit(limit);
  return rows.map(toUpdate);
}

/** The last event there. */
export async function readNewestUpdate(shop: Shop, stretch: Stretch): Promise<NumberedUpdate | undefined> {
  const { id } = shop.db.tables.orderEvents;
  const rows = await selectEvents(shop, stretch).orderBy(desc(id)).limit(1);
  return rows.map(toUpdate)[0];
}

/** Whether the event is in the database under its number. */
export async function isStillThere({ db }: Shop, { number, update }: NumberedUpdate): Promise<boolean> {
  const { orderEvents } = db.tables;
  const isSame = and(eq(orderEvents.id, number), eq(orderEvents.orderId, update.orderId));
  return (await db.read.$count(orderEvents, isSame)) === 1;
}

function selectEvents({ db }: Shop, { after, upTo, orderId }: Stretch) {
  const { orders, orderEvents, payments, refundRequests } = db.tables;
  const { number, status, userId, cancelReason } = orders;
  const written = { cancelReason, refundReason: refundRequests.reason, paymentReference: payments.reference };
  const ofOrder = orderId === undefined ? undefined : eq(orderEvents.orderId, orderId);
  return db.read
    .select({ event: orderEvents, order: { number, status, userId }, written })
    .from(orderEvents)
    .innerJoin(orders, eq(orders.id, orderEvents.orderId))
    .leftJoin(refundRequests, eq(refundRequests.id, orderEvents.subjectId))
    .leftJoin(payments, eq(payments.id, orderEvents.subjectId))
    .where(and(ofOrder, gt(orderEvents.id, after), lte(orderEvents.id, upTo)))
    .$dynamic();
}

type Row = Awaited<ReturnType<typeof selectEvents>>[number];

const storedData = z.record(z.string(), z.unknown());

function toUpdate({ event, order, written }: Row): NumberedUpdate {
  const { id, orderId, type, createdAt: at } = event;
  const update = orderUpdate.parse({
    id: String(id),
    type,
    actor: actorInTimeline(order, event.actor),
    at,
    data: { ...storedData.parse(event.data), ...writtenTexts(type, written) },
    orderId,
    orderNumber: order.number,
    status: order.status,
  });
  return { number: id, update };
}
