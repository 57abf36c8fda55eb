import { inFlight, onDatabase } from '@cartwright/db/testing';
import { newId } from '@cartwright/kernel/ids';
import { afterAll, expect, test } from 'vitest';
import { asleep, blocked, createTestShop, orderInput, tally, testAddress } from '../testing.ts';
import { eraseUser } from './erase-user.ts';

const world = await createTestShop();
afterAll(() => world.close());

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
  const placing = inFlight(
    db.transact(async (tx) => {
      await tx.insert(tx.tables.orders).values(order);
      inserted.give();
      await mayCommit.given;
    }),
  );
  await inserted.given;
  const leaving = inFlight(caller.auth.deleteMe({ password: 'correct horse' }));
  await blocked(db);
  mayCommit.give();
  await Promise.all([placing, leaving]);

  const left = await db.read.select().from(db.tables.orders);
  expect(left).toMatchObject([{ number: 'CW-LATE', userId: null, customerName: 'Erased' }]);
  expect(JSON.stringify(left)).not.toMatch(/Late Person|person-1@/);
});

test('an answer about an order that is being kept while its customer is erased is erased too', async () => {
  const delay =
    'create function delay() returns trigger language plpgsql as $$ begin perform pg_sleep(1); return new; end $$;';
  const before = 'create trigger delay before update on idempotency_keys for each row execute function delay()';
  await onDatabase(world.database.url, `${delay} ${before}`);
  const boss = await world.signUp({ role: 'admin' });
  const { id: productId } = await boss.caller.products.create({ name: 'Mug', price: 900, stock: 10 });
  const { db } = world.shop;
  for (const by of ['customer', 'admin']) {
    const { user, caller, withKey } = await world.signUp();
    const input = orderInput({ items: [{ productId, quantity: 1 }] });
    const shippingAddress = { ...testAddress, fullName: 'Kept Person' };
    const { id } = await caller.orders.place({ ...input, shippingAddress });
    await caller.orders.cancel({ idOrNumber: id });

    const again = by === 'admin' ? boss.withKey(id) : withKey(id);
    const answering = inFlight(
      by === 'admin'
        ? again.admin.orders.setStatus({ idOrNumber: id, status: 'cancelled' })
        : again.orders.cancel({ idOrNumber: id }),
    );
    await asleep(db);
    await boss.caller.admin.users.remove({ id: user.id });
    await answering;
    const kept = await db.read.select().from(db.tables.idempotencyKeys);
    expect(JSON.stringify(kept)).not.toContain('Kept Person');
  }
});

test('whoever is erased while a call writes something of theirs is told to sign in', async () => {
  const boss = await world.signUp({ role: 'admin' });
  const { id: productId } = await boss.caller.products.create({ name: 'Mug', price: 900, stock: 10 });
  const { user, caller } = await world.signUp();
  const [erased, mayCommit] = [signal(), signal()];
  const leaving = inFlight(
    world.shop.db.transact(async (tx) => {
      await eraseUser(world.shop, tx, user);
      erased.give();
      await mayCommit.given;
    }),
  );
  await erased.given;
  const calls = inFlight([
    caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] })),
    caller.cart.addItem({ productId }),
    caller.auth.addresses.create(testAddress),
  ]);
  await blocked(world.shop.db, 3);
  mayCommit.give();
  await leaving;
  expect(await tally(calls)).toEqual({ UNAUTHENTICATED: 3 });
});
