import { eq, inArray } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, type RealShop } from '../testing/model/commands.ts';
import { runJobs, type ShopModel } from '../testing/model/shop-model.ts';
import { createTestShop, inconsistencies, type SignedUp } from '../testing.ts';

const world = await createTestShop({ ACCESS_TOKEN_EXPIRE_MINUTES: '525600', REFRESH_TOKEN_EXPIRE_DAYS: '365' });
const { db } = world.shop;

// Postgres makes fewer runs, because each command takes longer there and the rules are the same code.
const runs = db.dialect === 'sqlite' ? 100 : 40;
// The average, because a run has up to twice as many commands.
const length = 50;
const seed = Number(process.env['MODEL_SEED'] ?? Date.now() % 2 ** 31);

let admin: SignedUp;
let customers: SignedUp[];
let sessionsBegan = 0;
beforeAll(signAllUp);
afterAll(() => world.close());

async function signAllUp(): Promise<void> {
  admin = await world.signUp({ role: 'admin' });
  customers = [await world.signUp(), await world.signUp(), await world.signUp()];
  sessionsBegan = world.clock.now().getTime();
}

const day = 24 * 60 * 60_000;
let products = 0;

async function newRun(): Promise<{ model: ShopModel; real: RealShop }> {
  // Each expired order moves the clock, and all runs together move it past the end of a session.
  if (world.clock.now().getTime() - sessionsBegan > day) await signAllUp();
  const stock = [0, 3, 12, 150];
  const variantIds: string[] = [];
  for (const onHand of stock) {
    products += 1;
    const product = await admin.caller.products.create({ name: `Thing ${products}`, price: 1_000, stock: onHand });
    variantIds.push(product.variants[0]!.id);
  }
  for (const { caller } of customers) await caller.cart.clear();
  return {
    model: {
      things: stock.map((onHand) => ({ onHand, reserved: 0, price: 1_000 })),
      carts: customers.map(() => new Map<number, number>()),
      guestCart: new Map(),
      orders: [],
    },
    real: { test: world, customers, admin, guest: {}, variantIds },
  };
}

async function expectSame(model: ShopModel, { variantIds, guest }: RealShop): Promise<void> {
  const { variants, orders, payments } = db.tables;
  const rows = await db.read
    .select()
    .from(variants)
    .where(inArray(variants.id, [...variantIds]));
  const stock = variantIds.map((id) => rows.find((row) => row.id === id));
  expect(stock).toMatchObject(model.things);
  const callers = [...customers.map(({ caller }) => caller), world.caller(guest)];
  const carts = await Promise.all(callers.map(({ cart }) => cart.get()));
  expect(carts.map(({ items }) => new Map(items.map(({ variantId, quantity }) => [variantId, quantity])))).toEqual(
    [...model.carts, model.guestCart].map(
      (cart) => new Map([...cart].map(([thing, pieces]) => [variantIds[thing], pieces])),
    ),
  );
  for (const { id, status, captured, refunded } of model.orders) {
    const [order] = await db.read.select().from(orders).where(eq(orders.id, id));
    const attempts = await db.read.select().from(payments).where(eq(payments.orderId, id));
    const sum = (field: 'captured' | 'refunded') => attempts.reduce((total, attempt) => total + attempt[field], 0);
    expect({ status: order?.status, captured: sum('captured'), refunded: sum('refunded') }).toEqual({
      status,
      captured,
      refunded,
    });
  }
}

test(`whatever customers and admin do, the shop does as its model (seed ${seed})`, { timeout: 300_000 }, async () => {
  const property = fc.asyncProperty(fc.commands(commands, { maxCommands: 2 * length, size: 'max' }), async (given) => {
    let run: Awaited<ReturnType<typeof newRun>> | undefined;
    await fc.asyncModelRun(async () => (run = await newRun()), given);
    if (!run) return;
    // The waiting jobs run, so that the next run begins with an empty queue.
    await world.drainJobs();
    runJobs(run.model);
    await expectSame(run.model, run.real);
    expect(await inconsistencies(db, run.real.variantIds)).toEqual([]);
  });
  await fc.assert(property, { numRuns: runs, seed, endOnFailure: false });
  expect(await inconsistencies(db)).toEqual([]);
});
