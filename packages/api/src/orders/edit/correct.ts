import type { Transaction } from '@cartwright/db';
import type { Actor } from '@cartwright/kernel/actor';
import { type Address, address } from '@cartwright/kernel/addresses/schema';
import { kernelFailures } from '@cartwright/kernel/failures';
import { enqueue } from '@cartwright/kernel/jobs';
import { eq, sql } from 'drizzle-orm';
import { destinationOf } from '../../pricing/index.ts';
import { type DecisiveField, orderFailures } from '../errors.ts';
import type { EventFacts } from '../events/event-types.ts';
import { recordEvents } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import { erasedEmail } from '../lifecycle/empty.ts';
import { lockOrder } from '../read/find-order.ts';
import type { OrderRow } from '../read/to-order.ts';

/** The fields to correct. Those that are undefined keep their values. */
interface Correction {
  readonly shippingAddress?: Address | undefined;
  /** Null for the shipping address. */
  readonly billingAddress?: Address | null | undefined;
  readonly email?: string | undefined;
}

const correctable = ['shippingAddress', 'billingAddress', 'email'] as const;

type Field = Extract<EventFacts, { type: 'corrected' }>['data']['fields'][number];

/**
 * Corrects the addresses of an order before its goods leave. A correction that changes nothing writes nothing.
 *
 * @returns the order as it was, and the fields that have another value now
 * @throws NOT_FOUND, STALE_VERSION, ALREADY_SHIPPED, NEEDS_EDIT (it can change tax or shipping)
 */
export async function correctOrder(
  tx: Transaction,
  { id, version, ...correction }: Correction & { readonly id: string; readonly version: number },
  { actor, at }: { readonly actor: Actor; readonly at: Date },
): Promise<{ readonly order: OrderRow; readonly fields: Field[] }> {
  const { orders } = tx.tables;
  const order = await lockOrder(tx, id);
  if (order.version !== version) throw kernelFailures.STALE_VERSION({ version: order.version });
  await refuseLate(tx, order);
  const decisive = decisiveChange(address.parse(order.shippingAddress), correction.shippingAddress);
  if (decisive) throw orderFailures.NEEDS_EDIT({ field: decisive });

  const given: Partial<Record<Field, unknown>> = correction;
  const fields = correctable.filter(
    (field) => given[field] !== undefined && textOf(given[field]) !== textOf(order[field]),
  );
  if (fields.length === 0) return { order, fields };
  const changes = Object.fromEntries(fields.map((field) => [field, given[field]]));
  await tx
    .update(orders)
    .set({ ...changes, version: sql`${orders.version} + 1`, updatedAt: at })
    .where(eq(orders.id, id));
  await recordEvents(tx, { type: 'corrected', data: { fields }, orderId: id, actor, createdAt: at });
  if (fields.includes('email')) enqueue(tx, orderJobs.moveOrderToAccount, { orderId: id });
  return { order, fields };
}

/** @throws ALREADY_SHIPPED also for an order that was cancelled, or whose customer was erased */
async function refuseLate(tx: Transaction, { id, status, email }: OrderRow): Promise<void> {
  const { shipments } = tx.tables;
  const isOpen = status === 'pending' || status === 'confirmed' || status === 'processing';
  const hasLeft = (await tx.$count(shipments, eq(shipments.orderId, id))) > 0;
  if (!isOpen || hasLeft || email === erasedEmail) throw orderFailures.ALREADY_SHIPPED({});
}

/** The first change of a shipping address that can change tax or shipping. */
function decisiveChange(before: Address, after: Address | undefined): DecisiveField | undefined {
  if (!after) return undefined;
  const [from, to] = [destinationOf(before), destinationOf(after)];
  if (from.country !== to.country) return 'country';
  if (from.region !== to.region) return 'state';
  return (before.vatId ?? '') === (after.vatId ?? '') ? undefined : 'vatId';
}

/** One text for equal values, in any order of their fields. */
function textOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
