import type { ById } from '@cartwright/kernel/by-id';
import type { Context } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { z } from 'zod';
import { whichOrder } from './get.ts';

/**
 * Replaces the id or number in an input by the order's id, so that both count as one input for an Idempotency-Key.
 *
 * @throws NOT_FOUND no order has the number
 */
export async function withOrderId<Input extends { idOrNumber: string }>(
  { shop }: Context,
  { idOrNumber, ...input }: Input,
): Promise<ById<Input, 'idOrNumber'>> {
  if (z.uuid().safeParse(idOrNumber).success) return { ...input, id: idOrNumber.toLowerCase() };
  const { read, tables } = shop.db;
  const [order] = await read.select({ id: tables.orders.id }).from(tables.orders).where(whichOrder(tables, idOrNumber));
  if (!order) throw kernelFailures.NOT_FOUND({});
  return { ...input, id: order.id };
}
