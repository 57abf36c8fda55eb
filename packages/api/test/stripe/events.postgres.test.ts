import { gate, inFlight, onDatabase } from '@cartwright/db/testing';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { openStripeWorld } from '../../src/testing/stripe-world.ts';
import { blocked } from '../../src/testing.ts';

const world = await openStripeWorld();
const { fake, database } = world;
const { db } = world.shop;
afterAll(() => world.close());

test('an event that comes in the moment in which the reference of its payment is written down is applied', async () => {
  const { id, number } = await world.place();
  fake.trouble('POST /v1/payment_intents', 'cut');
  await expect(world.runJob(id)).rejects.toThrow('StripeConnectionError');
  const [intent] = fake.account.of(number);

  // Waiting transactions get the table in the order of their requests: first the event's, and then the reference's.
  const lock = 'lock table payments in access exclusive mode';
  const [held, goesOn] = [gate(), gate()];
  const holding = inFlight(
    db.transact(async (tx) => {
      await tx.select({ lock: sql`pg_advisory_xact_lock(1)` }).from(sql`(select 1) as one`);
      held.open();
      await goesOn.opened;
    }),
  );
  await held.opened;
  const locking = inFlight(onDatabase(database.url, `begin; ${lock}; select pg_advisory_xact_lock(1); commit`));
  await blocked(db);
  const delivering = inFlight(world.deliver(fake.account.lastEvent(number)));
  await blocked(db, 2);
  const noting = inFlight(
    onDatabase(
      database.url,
      `begin; ${lock}; update payments set reference = '${intent?.id}' where order_id = '${id}'; commit`,
    ),
  );
  await blocked(db, 3);
  goesOn.open();
  await Promise.all([holding, locking, delivering, noting]);
  expect(await world.read(id)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
});
