import type { Database } from '@cartwright/db';
import { inArray } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { verifyOrders } from '../orders/index.ts';
import { statusByGoods } from '../orders/lifecycle/fulfillment.ts';
import { goodsOf, leftOf, soldOf } from '../orders/lifecycle/goods.ts';
import { readShipments } from '../orders/shipments/read.ts';

/** Orders that reserve stock which has not been shipped. */
const holdsStock = new Set(['pending', 'confirmed', 'processing']);

/**
 * Every contradiction in a shop's database, as sentences: stock and its ledger, orders and their lines, payments,
 * events and reservations. Empty for a consistent shop.
 *
 * @param variantIds limits the check to these variants and their orders
 */
export async function inconsistencies(db: Database, variantIds?: readonly string[]): Promise<string[]> {
  const { read } = db;
  const { variants, stockLedger, orders, orderLines, orderAdjustments } = read.tables;
  const { payments, refundRequests, refunds, orderEvents } = read.tables;
  const isWanted = (column: PgColumn, ids: readonly string[] | undefined) => ids && inArray(column, [...ids]);
  const lines = await read.select().from(orderLines).where(isWanted(orderLines.variantId, variantIds));
  const orderIds = variantIds && [...new Set(lines.map(({ orderId }) => orderId))];
  const ledger = await read
    .select()
    .from(stockLedger)
    .where(isWanted(stockLedger.variantId, variantIds))
    .orderBy(stockLedger.id);
  const adjustments = await read.select().from(orderAdjustments).where(isWanted(orderAdjustments.orderId, orderIds));
  const attempts = await read.select().from(payments).where(isWanted(payments.orderId, orderIds));
  const givenBack = await read.select().from(refunds).where(isWanted(refunds.orderId, orderIds));
  const asked = await read.select().from(refundRequests).where(isWanted(refundRequests.orderId, orderIds));
  const events = await read.select().from(orderEvents).where(isWanted(orderEvents.orderId, orderIds));
  const allOrders = await read.select().from(orders).where(isWanted(orders.id, orderIds));
  const sent = await readShipments(
    read,
    allOrders.map(({ id }) => id),
  );
  const shipmentsOf = by(sent, ({ orderId }) => orderId);
  const ledgerOf = by(ledger, ({ variantId }) => variantId);
  const ledgerFor = by(ledger, ({ orderId }) => orderId ?? '');
  const linesWith = by(lines, ({ variantId }) => variantId);
  const linesOf = by(lines, ({ orderId }) => orderId);
  const adjustmentsOf = by(adjustments, ({ orderId }) => orderId);
  const attemptsOf = by(attempts, ({ orderId }) => orderId);
  const refundsOf = by(givenBack, ({ orderId }) => orderId);
  const eventsOf = by(events, ({ orderId }) => orderId);
  const statuses = new Map(allOrders.map(({ id, status }) => [id, status]));
  const problems: string[] = [];
  const expectEqual = (what: string, actual: unknown, expected: unknown) => {
    if (actual !== expected) problems.push(`${what} is ${actual} and should be ${expected}`);
  };

  for (const { id, onHand, reserved } of await read.select().from(variants).where(isWanted(variants.id, variantIds))) {
    const balance = { onHand: 0, reserved: 0 };
    for (const entry of ledgerOf(id)) {
      balance.onHand += entry.onHandChange;
      balance.reserved += entry.reservedChange;
      expectEqual(`onHandAfter of ledger row ${entry.id}`, entry.onHandAfter, balance.onHand);
      expectEqual(`reservedAfter of ledger row ${entry.id}`, entry.reservedAfter, balance.reserved);
    }
    expectEqual(`on hand of variant ${id}`, onHand, balance.onHand);
    expectEqual(`reserved of variant ${id}`, reserved, balance.reserved);
    const held = linesWith(id).filter((line) => holdsStock.has(statuses.get(line.orderId) ?? ''));
    expectEqual(`reserved of variant ${id}, by its orders,`, reserved, sum(held.map(leftOf)));
  }

  for (const order of allOrders) {
    const own = linesOf(order.id);
    const captured = attemptsOf(order.id).filter(({ status }) => status === 'captured');
    const kept = captured.filter((payment) => payment.captured > 0 && payment.refunded < payment.captured);
    const refundsOfOrder = refundsOf(order.id).filter(({ status }) => status !== 'failed');
    if (own.length === 0) problems.push(`order ${order.id} has no lines`);
    expectEqual(`subtotal of order ${order.id}`, order.subtotal, sum(own.map(({ lineTotal }) => lineTotal)));
    const rows = adjustmentsOf(order.id);
    const { subtotal, discount, shipping, fee, tax, taxIncluded } = order;
    for (const kind of ['discount', 'shipping', 'fee', 'tax'] as const) {
      const amount = Math.abs(sum(rows.filter((row) => row.kind === kind).map((row) => row.amount)));
      expectEqual(`${kind} of order ${order.id}`, order[kind], amount);
    }
    const included = sum(rows.filter((row) => row.included).map(({ amount }) => amount));
    expectEqual(`included tax of order ${order.id}`, taxIncluded, included);
    const total = subtotal - discount + shipping + fee + tax - taxIncluded;
    expectEqual(`total of order ${order.id}`, order.total, total);
    if (attemptsOf(order.id).length === 0) problems.push(`order ${order.id} has no payment`);
    if (kept.length > 1) problems.push(`order ${order.id} is paid ${kept.length} times`);
    if (order.status === 'cancelled' && kept.length > 0) problems.push(`order ${order.id} is cancelled and paid`);
    if (isPaidAhead(order))
      expectEqual(
        `captured of order ${order.id}`,
        captured.some((one) => one.captured === order.total),
        true,
      );
    expectEqual(
      `refund requests of order ${order.id}`,
      sum(asked.filter(({ orderId }) => orderId === order.id).map(({ amount }) => amount)),
      sum(refundsOf(order.id).map(({ amount }) => amount)),
    );
    expectEqual(`units of order ${order.id}`, order.units, sum(own.map(soldOf)));
    expectEqual(
      `refunded of order ${order.id}`,
      sum(attemptsOf(order.id).map(({ refunded }) => refunded)),
      sum(refundsOfOrder.map(({ amount }) => amount)),
    );
    expectEqual(
      `events "placed" of order ${order.id}`,
      eventsOf(order.id).filter(({ type }) => type === 'placed').length,
      1,
    );
    const sentOff = eventsOf(order.id).filter(({ type }) => type === 'shipped').length;
    expectEqual(`events "shipped" of order ${order.id}`, sentOff, shipmentsOf(order.id).length);
    const goods = goodsOf(order.status, own, shipmentsOf(order.id));
    expectEqual(
      `status of order ${order.id}, by its goods,`,
      order.status,
      statusByGoods(order.status, goods, captured.length > 0),
    );
    for (const { variantId, ...line } of own) {
      const entries = ledgerFor(order.id).filter((entry) => entry.variantId === variantId);
      const reservedFor = sum(entries.map(({ reservedChange }) => reservedChange));
      expectEqual(`reservation of order ${order.id}`, reservedFor, holdsStock.has(order.status) ? leftOf(line) : 0);
      const gone = sum(entries.filter(({ reason }) => reason === 'shipped').map(({ onHandChange }) => -onHandChange));
      expectEqual(`shipped stock of order ${order.id}`, gone, line.shippedQuantity);
      const inShipments = shipmentsOf(order.id).flatMap((shipment) => shipment.lines);
      expectEqual(
        `shipped quantity of line ${line.position} of order ${order.id}`,
        line.shippedQuantity,
        sum(inShipments.filter(({ position }) => position === line.position).map(({ quantity }) => quantity)),
      );
    }
  }
  if (!variantIds) {
    const { drifts, balances } = await verifyOrders({ db });
    problems.push(...[...drifts, ...balances.drifts].map((drift) => JSON.stringify(drift)));
  }
  return problems;
}

/** An index of rows by key, because tested shops can be large. */
function by<Row>(rows: readonly Row[], keyOf: (row: Row) => string): (key: string) => Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return (key) => groups.get(key) ?? [];
}

/** Confirmed by a payment, and not by the promise to pay on delivery. */
function isPaidAhead({ status, paymentMethod }: { status: string; paymentMethod: string }): boolean {
  return paymentMethod !== 'cod' && ['confirmed', 'processing', 'shipped', 'delivered'].includes(status);
}

/** The number of rows in each table, and the number of jobs. */
export async function rowCounts({ read, queue }: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [name, table] of Object.entries(read.tables)) counts[name] = await read.$count(table);
  const { waiting, failed } = await queue.count();
  return { ...counts, jobs: waiting + failed };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
