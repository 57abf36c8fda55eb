import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, type Column, desc, eq, gt, lte, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { actorInTimeline } from '../read/to-order.ts';
import { eventIdOf, numberOf } from './event-id.ts';
import { isKnownEvent } from './event-types.ts';
import { writtenTexts } from './facts.ts';
import { type OrderUpdate, orderUpdate } from './schema.ts';

/** An event with its number, which orders all events. */
export interface NumberedUpdate {
  readonly number: number;
  /** The owner of the order; null after erasure. */
  readonly customerId: string | null;
  readonly update: OrderUpdate;
}

/** Selects the events of one order, of one customer's orders, or of all orders if neither is named. */
export interface Subject {
  readonly orderId?: string | undefined;
  readonly customerId?: string | undefined;
}

/** Selects the events of a subject with numbers above `after` and up to `upTo`. */
export interface Stretch extends Subject {
  readonly after: number;
  readonly upTo: number;
}

export function isAbout({ orderId, customerId }: Subject, event: NumberedUpdate): boolean {
  if (orderId !== undefined) return event.update.orderId === orderId;
  return customerId === undefined || event.customerId === customerId;
}

/** Reads at most `limit` events in order. */
export async function readUpdates(shop: Shop, stretch: Stretch, limit: number): Promise<NumberedUpdate[]> {
  const rows = await selectEvents(shop, stretch)
    .orderBy(asc(orderOf(shop, stretch)))
    .limit(limit);
  return rows.map(toUpdate);
}

/** Reads the last event of the stretch. */
export async function readNewestUpdate(shop: Shop, stretch: Stretch): Promise<NumberedUpdate | undefined> {
  const rows = await selectEvents(shop, stretch)
    .orderBy(desc(orderOf(shop, stretch)))
    .limit(1);
  return rows.map(toUpdate)[0];
}

/** Tells whether the database has this event under its number. */
export async function isStillThere({ db }: Shop, eventId: string): Promise<boolean> {
  const { id, orderId, type, createdAt: at } = db.tables.orderEvents;
  const number = numberOf(eventId);
  const rows = await db.read.select({ orderId, type, at }).from(db.tables.orderEvents).where(eq(id, number));
  return rows.some((row) => eventIdOf({ ...row, number }) === eventId);
}

/**
 * The column to sort by. For a customer, the expression makes the database find the customer's orders first and then
 * sort. By the plain column it would walk the events of all customers in order.
 */
function orderOf({ db }: Shop, { customerId }: Subject): Column | SQL {
  const { id } = db.tables.orderEvents;
  return customerId === undefined ? id : sql`${id} + 0`;
}

function selectEvents({ db }: Shop, { after, upTo, orderId, customerId }: Stretch) {
  const { orders, orderEvents, payments, refundRequests, returns } = db.tables;
  const { number, status, userId, cancelReason } = orders;
  const written = {
    cancelReason,
    refundReason: refundRequests.reason,
    returnReason: returns.reason,
    rejectReason: returns.rejectReason,
    paymentReference: payments.reference,
  };
  const ofOrder = orderId === undefined ? undefined : eq(orderEvents.orderId, orderId);
  const ofCustomer = customerId === undefined ? undefined : eq(userId, customerId);
  return db.read
    .select({ event: orderEvents, order: { number, status, userId }, written })
    .from(orderEvents)
    .innerJoin(orders, eq(orders.id, orderEvents.orderId))
    .leftJoin(refundRequests, eq(refundRequests.id, orderEvents.subjectId))
    .leftJoin(returns, eq(returns.id, orderEvents.subjectId))
    .leftJoin(payments, eq(payments.id, orderEvents.subjectId))
    .where(and(isKnownEvent(orderEvents), ofOrder, ofCustomer, gt(orderEvents.id, after), lte(orderEvents.id, upTo)))
    .$dynamic();
}

type Row = Awaited<ReturnType<typeof selectEvents>>[number];

const storedData = z.record(z.string(), z.unknown());

function toUpdate({ event, order, written }: Row): NumberedUpdate {
  const { id, orderId, type, createdAt: at } = event;
  const update = orderUpdate.parse({
    id: eventIdOf({ number: id, orderId, type, at }),
    type,
    actor: actorInTimeline(order, event.actor),
    at,
    data: { ...storedData.parse(event.data), ...writtenTexts(type, written) },
    orderId,
    orderNumber: order.number,
    status: order.status,
  });
  return { number: id, customerId: order.userId, update };
}
