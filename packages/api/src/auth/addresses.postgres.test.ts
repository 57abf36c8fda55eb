import { onDatabase } from '@cartwright/db/testing';
import { newId } from '@cartwright/kernel/ids';
import { afterAll, expect, test } from 'vitest';
import { createTestShop, tally, testAddress } from '../testing.ts';

const world = await createTestShop();
const { db } = world.shop;
afterAll(() => world.close());

test('an address book with room for one more takes one of two that come at the same time', async () => {
  const { user, caller } = await world.signUp();
  const at = new Date();
  const rows = Array.from({ length: 99 }, () => {
    return { id: newId(), userId: user.id, address: testAddress, createdAt: at, updatedAt: at };
  });
  await db.transact(async (tx) => void (await tx.insert(tx.tables.addresses).values(rows)));
  // The delay makes the second call count before the first one commits.
  const delay =
    'create function delay() returns trigger language plpgsql as $$ begin perform pg_sleep(0.5); return null; end $$;';
  await onDatabase(
    world.database.url,
    `${delay} create trigger delay after insert on addresses execute function delay()`,
  );

  const create = () => caller.auth.addresses.create(testAddress);
  expect(await tally([create(), create()])).toEqual({ ok: 1, VALIDATION: 1 });
  expect(await db.read.$count(db.tables.addresses)).toBe(100);
});
