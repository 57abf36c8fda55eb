import { newId } from '@cartwright/kernel/ids';
import { afterAll, expect, test } from 'vitest';
import { createTestShop, writePastOrders } from '../../testing.ts';
import { type PaymentStatus, paymentStatuses } from '../schema.ts';

const world = await createTestShop();
const { db } = world.shop;
const { caller } = await world.signUp({ role: 'admin' });
afterAll(() => world.close());

const amount = 1_000;
const withoutMoney = (['created', 'authorised', 'failed', 'voided'] as const).map((status) => ({ status }));
const captured = [0, 1, amount].map((refunded) => ({ status: 'captured' as const, captured: amount, refunded }));
/** Every state of an attempt that makes a difference. A captured attempt of nothing belongs to a free order. */
const attempts = [...withoutMoney, ...captured, { status: 'captured' as const, captured: 0 }];

/** Every sequence of up to three attempts. */
const histories = [0, 1, 2, 3].flatMap((length) =>
  Array.from({ length: attempts.length ** length }, (_, index) =>
    Array.from({ length }, (__, place) => attempts[Math.trunc(index / attempts.length ** place) % attempts.length]!),
  ),
);

/** The payment status that each order shows, by number, from all pages of the list. */
async function statusesOf(filter: { paymentStatus?: PaymentStatus }): Promise<Map<string, PaymentStatus>> {
  const found = new Map<string, PaymentStatus>();
  let cursor: string | null | undefined;
  do {
    const page = await caller.admin.orders.list({ ...filter, limit: 100, ...(cursor && { cursor }) });
    for (const { number, paymentStatus } of page.items) found.set(number, paymentStatus);
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

test('the filter by payment status finds exactly the orders that show this status, for every combination of attempts', async () => {
  const { variants } = await caller.products.create({ name: 'Mug', price: amount, stock: 1 });
  const variant = { ...variants[0]!, productId: newId(), quantity: 1 };
  const orders = await writePastOrders(db, histories.length, () => ({ variants: [variant] }));
  const at = new Date();
  const rows = orders.flatMap(({ id: orderId }, index) =>
    histories[index]!.map((attempt) => {
      const times = { createdAt: at, updatedAt: at };
      return { id: newId(), orderId, provider: 'dummy', amount, ...times, ...attempt };
    }),
  );
  await db.transact(async (tx) => {
    await tx.delete(tx.tables.payments);
    await tx.insert(tx.tables.payments).values(rows);
  });

  const shown = await statusesOf({});
  expect(shown.size).toBe(histories.length);
  for (const paymentStatus of paymentStatuses) {
    const expected = [...shown].filter(([, status]) => status === paymentStatus);
    expect(expected, paymentStatus).not.toEqual([]);
    expect([...(await statusesOf({ paymentStatus }))], paymentStatus).toEqual(expected);
  }
});
