import { sql } from 'drizzle-orm';
import { afterAll, expect, test, vi } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { createTestShop, testAddress } from '../testing.ts';

const world = await createTestShop();
afterAll(() => world.close());

/** How many connections wait for a row that another transaction holds. */
async function waiting(): Promise<number> {
  const [row] = await world.shop.db.read
    .select({ count: sql<number>`count(*)::int` })
    .from(sql`pg_stat_activity`)
    .where(sql`datname = current_database() and wait_event_type = 'Lock'`);
  return row?.count ?? 0;
}

function signal(): { given: Promise<void>; give: () => void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

test('an order that is being placed while its customer is erased is erased too', async () => {
  const { user, caller } = await world.signUp();
  const { db, clock } = world.shop;
  const at = clock.now();
  const order = {
    id: newId(),
    number: 'CW-LATE',
    userId: user.id,
    email: user.email,
    customerName: 'Late Person',
    status: 'pending' as const,
    currency: 'USD',
    subtotal: 0,
    discount: 0,
    shipping: 0,
    tax: 0,
    total: 0,
    shippingAddress: { ...testAddress, fullName: 'Late Person' },
    paymentMethod: 'dummy',
    createdAt: at,
    updatedAt: at,
  };
  const [inserted, mayCommit] = [signal(), signal()];
  const placing = db.transact(async (tx) => {
    await tx.insert(tx.tables.orders).values(order);
    inserted.give();
    await mayCommit.given;
  });
  await inserted.given;
  const leaving = caller.auth.deleteMe({ password: 'correct horse' });
  await vi.waitUntil(async () => (await waiting()) > 0, { timeout: 5_000, interval: 20 });
  mayCommit.give();
  await Promise.all([placing, leaving]);

  const left = await db.read.select().from(db.tables.orders);
  expect(left).toMatchObject([{ number: 'CW-LATE', userId: null, customerName: 'Erased' }]);
  expect(JSON.stringify(left)).not.toMatch(/Late Person|person-1@/);
});
