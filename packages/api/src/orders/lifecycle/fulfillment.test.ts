import { newId } from '@cartwright/kernel/ids';
import { afterAll, expect, test } from 'vitest';
import { createTestShop, writePastOrders } from '../../testing.ts';
import { type FulfillmentStatus, fulfillmentStatuses, type OrderStatus, shipmentStatuses } from '../schema.ts';

const world = await createTestShop();
const { db } = world.shop;
const { caller } = await world.signUp({ role: 'admin' });
afterAll(() => world.close());

/** Every state of a line of two that makes a difference. */
const lines = [0, 1, 2].flatMap((cancelledQuantity) =>
  [0, 1, 2].flatMap((shippedQuantity) =>
    [0, 1, 2].flatMap((returnedQuantity) =>
      cancelledQuantity + shippedQuantity <= 2 && returnedQuantity <= shippedQuantity
        ? [{ cancelledQuantity, shippedQuantity, returnedQuantity }]
        : [],
    ),
  ),
);
const pairs = lines.flatMap((one) => lines.map((other) => [one, other] as const));
/** No shipment, one, and two of different statuses. */
const sent = [[], ...shipmentStatuses.map((one) => [one]), ...shipmentStatuses.map((one) => ['shipped', one] as const)];
const statuses: OrderStatus[] = ['confirmed', 'cancelled'];
const histories = statuses.flatMap((status) => sent.flatMap((ends) => pairs.map((pair) => ({ status, ends, pair }))));

async function statusesOf(filter: {
  fulfillmentStatus?: FulfillmentStatus;
}): Promise<Map<string, { fulfillmentStatus: FulfillmentStatus }>> {
  const found = new Map<string, { fulfillmentStatus: FulfillmentStatus }>();
  let cursor: string | null | undefined;
  do {
    const page = await caller.admin.orders.list({ ...filter, limit: 100, ...(cursor && { cursor }) });
    for (const { number, fulfillmentStatus } of page.items) found.set(number, { fulfillmentStatus });
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

test('the filter by fulfilment status finds exactly the orders that show this status, whatever their goods', async () => {
  const { variants } = await caller.products.create({ name: 'Mug', price: 100, stock: 1 });
  const variant = { ...variants[0]!, productId: newId(), quantity: 2 };
  const orders = await writePastOrders(db, histories.length, (index) => {
    const { status, pair } = histories[index]!;
    return { variants: pair.map((goods) => ({ ...variant, goods })), order: { status } };
  });
  const shippedAt = new Date();
  const shipments = orders.flatMap(({ id: orderId }, index) =>
    histories[index]!.ends.map((status) => ({
      id: newId(),
      orderId,
      status,
      shippedAt,
      deliveredAt: status === 'delivered' ? shippedAt : null,
      returnedAt: status === 'returned_to_sender' ? shippedAt : null,
      restocked: status === 'returned_to_sender' ? true : null,
    })),
  );
  await db.transact(async (tx) => {
    await tx.insert(tx.tables.shipments).values(shipments);
    const contents = shipments.map(({ id }) => ({ shipmentId: id, position: 0, quantity: 1 }));
    await tx.insert(tx.tables.shipmentLines).values(contents);
  });

  const shown = await statusesOf({});
  expect(shown.size).toBe(histories.length);
  for (const fulfillmentStatus of fulfillmentStatuses) {
    const expected = [...shown].filter(([, order]) => order.fulfillmentStatus === fulfillmentStatus);
    expect(expected, fulfillmentStatus).not.toEqual([]);
    expect([...(await statusesOf({ fulfillmentStatus }))], fulfillmentStatus).toEqual(expected);
  }
}, 60_000);
