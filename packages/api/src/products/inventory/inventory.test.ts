import { onDatabase, onUnguardedDatabase } from '@cartwright/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, type SignedUp, tally } from '../../testing.ts';
import { repairInventory, verifyInventory } from './verify.ts';

const world = await createTestShop({ LOW_STOCK_AT: '3' });
const { shop, database, clock } = world;
let ada: SignedUp;
let carol: SignedUp;
let products: SignedUp['caller']['products'];
let count = 0;

beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  carol = await world.signUp();
  ({ products } = ada.caller);
});
afterAll(() => world.close());

async function variantOf(stock: number) {
  const product = await products.create({ name: `Thing ${(count += 1)}`, price: 100, stock });
  const [variant] = product.variants;
  return { ...(variant ?? { id: '', version: 0, sku: '' }), productId: product.id };
}
const reserve = (productId: string, quantity: number) =>
  carol.caller.orders.place({ ...orderInput({ items: [{ productId, quantity }] }), payment: { method: 'cod' } });

describe('an adjustment', () => {
  test('moves the stock by a difference, and the ledger says who, why, by what and to what', async () => {
    const { id, version } = await variantOf(5);
    const more = await products.stock.adjust({ id, delta: 7, reason: 'delivery', reference: 'DN-17' });
    expect(more).toMatchObject({ onHand: 12, reserved: 0, available: 12, version: version + 1 });
    expect(await products.stock.adjust({ id, delta: -2, reason: 'broken' })).toMatchObject({ onHand: 10 });
    const { items } = await products.stock.ledger({ id });
    const actor = `user:${ada.user.id}`;
    expect(items).toMatchObject([
      {
        reason: 'broken',
        onHandChange: -2,
        reservedChange: 0,
        onHandAfter: 10,
        reservedAfter: 0,
        actor,
        reference: null,
      },
      { reason: 'delivery', onHandChange: 7, onHandAfter: 12, actor, reference: 'DN-17', orderId: null },
      { reason: 'received', onHandChange: 5, onHandAfter: 5, actor },
    ]);
  });

  test('never takes what orders hold', async () => {
    const { id, productId } = await variantOf(5);
    const order = await reserve(productId, 3);
    expect(await refusalOf(products.stock.adjust({ id, delta: -3, reason: 'x' }))).toEqual({
      code: 'STOCK_RESERVED',
      onHand: 5,
      reserved: 3,
    });
    expect(await products.stock.adjust({ id, delta: -2, reason: 'x' })).toMatchObject({ onHand: 3, available: 0 });
    expect((await products.stock.ledger({ id })).items).toHaveLength(3);
    expect((await products.stock.ledger({ id })).items[1]).toMatchObject({ reason: 'reserved', orderId: order.id });
  });

  test('takes no more than there is, and no more than the shop can count', async () => {
    const { id } = await variantOf(5);
    const wrong = [
      [{ delta: -6 }, 'delta'],
      [{ delta: 0 }, 'delta'],
      [{ delta: 0.5 }, 'delta'],
      [{ delta: 1_000_000_001 }, 'delta'],
      [{ delta: 999_999_999 }, 'delta'],
      [{ delta: 1, reason: '' }, 'reason'],
      [{ delta: 1, reason: 'NUL \0' }, 'reason'],
    ] as const;
    for (const [input, path] of wrong) {
      expect(await refusalOf(products.stock.adjust({ id, reason: 'x', ...input }))).toMatchObject({
        code: 'VALIDATION',
        issues: [{ path }],
      });
    }
    expect((await products.stock.ledger({ id })).items).toHaveLength(1);
    expect(await refusalOf(products.stock.adjust({ id: crypto.randomUUID(), delta: 1, reason: 'x' }))).toEqual({
      code: 'NOT_FOUND',
    });
  });

  test('with the same Idempotency-Key happens once, however often it is sent', async () => {
    const { id } = await variantOf(5);
    const { adjust } = ada.withKey('adjust-once').products.stock;
    const answers = await Promise.all(Array.from({ length: 8 }, () => adjust({ id, delta: 1, reason: 'x' })));
    expect(new Set(answers.map(({ onHand }) => onHand))).toEqual(new Set([6]));
    expect(await refusalOf(adjust({ id, delta: 2, reason: 'x' }))).toEqual({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('by many at the same time all count', async () => {
    const { id } = await variantOf(0);
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        products.stock.adjust({ id, delta: index % 2 === 0 ? 3 : 1, reason: 'x' }),
      ),
    );
    expect((await products.stock.ledger({ id, limit: 1 })).items[0]).toMatchObject({ onHandAfter: 60 });
  });
});

describe('a count', () => {
  test('sets what is on hand, as a difference in the ledger', async () => {
    const { id, version } = await variantOf(5);
    expect(await products.stock.set({ id, onHand: 9, version, reason: 'counted' })).toMatchObject({
      onHand: 9,
      version: version + 1,
    });
    expect((await products.stock.ledger({ id })).items[0]).toMatchObject({
      onHandChange: 4,
      onHandAfter: 9,
      reason: 'counted',
    });
  });

  test('that finds what there is changes nothing', async () => {
    const { id, version } = await variantOf(5);
    expect(await products.stock.set({ id, onHand: 5, version, reason: 'counted' })).toMatchObject({
      onHand: 5,
      version,
    });
    expect((await products.stock.ledger({ id })).items).toHaveLength(1);
  });

  test('based on an older version is refused with the current one: pieces came or went since', async () => {
    const { id, version, productId } = await variantOf(5);
    await reserve(productId, 1);
    // A reservation does not change the stock on hand.
    const { version: next } = await products.stock.set({ id, onHand: 6, version, reason: 'counted' });
    const order = await reserve(productId, 1);
    await ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: 'shipped' });
    expect(await refusalOf(products.stock.set({ id, onHand: 6, version: next, reason: 'counted' }))).toEqual({
      code: 'STALE_VERSION',
      version: next + 1,
    });
  });

  test('by many at the same time: one wins, the others are told', async () => {
    const { id, version } = await variantOf(5);
    const racing = Array.from({ length: 6 }, (_, index) =>
      products.stock.set({ id, onHand: 10 + index, version, reason: 'counted' }),
    );
    expect(await tally(racing)).toEqual({ ok: 1, STALE_VERSION: 5 });
  });

  test('below what orders hold is refused', async () => {
    const { id, version, productId } = await variantOf(5);
    await reserve(productId, 4);
    expect(await refusalOf(products.stock.set({ id, onHand: 3, version, reason: 'counted' }))).toEqual({
      code: 'STOCK_RESERVED',
      onHand: 5,
      reserved: 4,
    });
    expect(await products.stock.set({ id, onHand: 4, version, reason: 'counted' })).toMatchObject({ available: 0 });
  });
});

describe('verifying the inventory', () => {
  test('finds nothing in a shop in order', async () => {
    const { productId } = await variantOf(5);
    await reserve(productId, 2);
    const report = await verifyInventory(shop);
    expect(report.drifts).toEqual([]);
    expect(report.checked).toBeGreaterThan(0);
    expect(await ada.caller.admin.inventory.verify()).toEqual(report);
  });

  test('names each variant whose stock, ledger or orders contradict one another, and repairs it with ledger rows', async () => {
    const [more, less, missing, oversold] = [
      await variantOf(5),
      await variantOf(5),
      await variantOf(5),
      await variantOf(5),
    ];
    await reserve(less.productId, 2);
    await reserve(missing.productId, 1);
    await reserve(oversold.productId, 4);
    await onDatabase(database.url, `update variants set on_hand = on_hand + 3 where id = '${more.id}'`);
    await onDatabase(database.url, `update variants set reserved = 0 where id = '${less.id}'`);
    await onUnguardedDatabase(
      database.url,
      `delete from stock_ledger where variant_id = '${missing.id}' and reason = 'reserved'`,
    );
    await onDatabase(database.url, `update variants set on_hand = 1, reserved = 0 where id = '${oversold.id}'`);

    const { before, after } = await repairInventory(shop, 'cli');
    const byId = new Map(before.drifts.map((drift) => [drift.variantId, drift]));
    expect(byId.size).toBe(4);
    expect(byId.get(more.id)).toEqual({
      variantId: more.id,
      sku: more.sku,
      stock: { onHand: 8, reserved: 0 },
      ledger: { onHand: 5, reserved: 0 },
      heldByOrders: 0,
      brokenRows: [],
    });
    expect(byId.get(less.id)).toMatchObject({
      stock: { onHand: 5, reserved: 0 },
      ledger: { onHand: 5, reserved: 2 },
      heldByOrders: 2,
    });
    expect(byId.get(missing.id)).toMatchObject({ stock: { reserved: 1 }, ledger: { reserved: 0 }, heldByOrders: 1 });

    // Orders reserve more than there is on hand, which no ledger row can fix.
    expect(after.drifts).toMatchObject([
      {
        variantId: oversold.id,
        stock: { onHand: 1, reserved: 1 },
        ledger: { onHand: 1, reserved: 1 },
        heldByOrders: 4,
      },
    ]);
    expect((await products.stock.ledger({ id: more.id })).items[0]).toMatchObject({
      reason: 'corrected',
      actor: 'cli',
      onHandChange: 3,
      onHandAfter: 8,
    });
    await products.stock.adjust({ id: oversold.id, delta: 3, reason: 'found' });
    expect((await repairInventory(shop, 'cli')).after.drifts).toEqual([]);
    expect(await repairInventory(shop, 'cli')).toMatchObject({ before: { drifts: [] } });
  });
});

describe('an edited ledger row', () => {
  /** A variant with three rows of 5, 12 and 9 on hand, and the ids of its rows. */
  async function threeRows() {
    const variant = await variantOf(5);
    await products.stock.adjust({ id: variant.id, delta: 7, reason: 'delivery' });
    await products.stock.adjust({ id: variant.id, delta: -3, reason: 'broken' });
    const { items } = await products.stock.ledger({ id: variant.id });
    return { ...variant, rows: items.map(({ id }) => id).reverse() };
  }
  const edit = (statement: string) => onUnguardedDatabase(database.url, statement);
  const driftOf = async (variantId: string) =>
    (await verifyInventory(shop)).drifts.find((drift) => drift.variantId === variantId);

  test('is named although the sum of all changes stays the same', async () => {
    const { id, rows } = await threeRows();
    const [, second, third] = rows;
    await edit(`update stock_ledger set on_hand_change = on_hand_change + 2 where id = ${second}`);
    await edit(`update stock_ledger set on_hand_change = on_hand_change - 2 where id = ${third}`);
    expect(await driftOf(id)).toMatchObject({
      stock: { onHand: 9, reserved: 0 },
      ledger: { onHand: 9, reserved: 0 },
      brokenRows: [
        { id: second, balance: { onHand: 12, reserved: 0 }, expected: { onHand: 14, reserved: 0 } },
        { id: third, balance: { onHand: 9, reserved: 0 }, expected: { onHand: 7, reserved: 0 } },
      ],
    });
    // A repair adds rows and never edits one, so it reports the remaining drift.
    const { after } = await repairInventory(shop, 'cli');
    expect(after.drifts.find(({ variantId }) => variantId === id)?.brokenRows).toHaveLength(2);
    expect((await products.stock.ledger({ id })).items).toHaveLength(3);
  });

  test.for<[string, string]>([
    ['its balance of what is on hand', 'update stock_ledger set on_hand_after = 90 where id = $second'],
    ['its balance of what is reserved', 'update stock_ledger set reserved_after = 1 where id = $second'],
    ['its change of what is reserved', 'update stock_ledger set reserved_change = 1 where id = $third'],
    ['a change as large as an integer', 'update stock_ledger set on_hand_change = 2147483647 where id = $second'],
    ['a first row that does not begin with nothing', 'update stock_ledger set on_hand_after = 4 where id = $first'],
    ['a row that is gone from the middle', 'delete from stock_ledger where id = $second'],
    ['a first row that is gone', 'delete from stock_ledger where id = $first'],
  ])('is found by %s', async ([, statement]) => {
    const { id, rows } = await threeRows();
    const [first, second, third] = rows.map(String);
    await edit(
      statement
        .replace('$first', first ?? '')
        .replace('$second', second ?? '')
        .replace('$third', third ?? ''),
    );
    expect((await driftOf(id))?.brokenRows).not.toEqual([]);
  });

  test('is told from a last row that is gone, which a repair writes again', async () => {
    const { id, rows } = await threeRows();
    await edit(`delete from stock_ledger where id = ${rows[2]}`);
    expect(await driftOf(id)).toMatchObject({ ledger: { onHand: 12 }, stock: { onHand: 9 }, brokenRows: [] });
    await repairInventory(shop, 'cli');
    expect(await driftOf(id)).toBeUndefined();
    expect((await products.stock.ledger({ id })).items[0]).toMatchObject({ onHandChange: -3, onHandAfter: 9 });
  });
});

describe('low stock', () => {
  test('lists what is at or below its number, the fewest first, page by page', async () => {
    const [none, three, four] = [await variantOf(0), await variantOf(3), await variantOf(4)];
    const own = await products.create({ name: 'Own number', price: 1, stock: 40, lowStockAt: 50 });
    const reserved = await variantOf(10);
    await reserve(reserved.productId, 8);
    const draft = await products.create({ name: 'Draft', price: 1, status: 'draft' });
    const seen: { variantId: string; available: number; lowStockAt: number }[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof ada.caller.admin.inventory.low>> = await ada.caller.admin.inventory.low({
        limit: 2,
        ...(cursor !== null && { cursor }),
      });
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    const ids = seen.map(({ variantId }) => variantId);
    expect(ids).toEqual(expect.arrayContaining([none.id, three.id, own.variants[0]?.id, reserved.id]));
    expect(ids).not.toContain(four.id);
    expect(ids).not.toContain(draft.variants[0]?.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(seen.map(({ available }) => available)).toEqual(
      seen.map(({ available }) => available).sort((a, b) => a - b),
    );
    expect(seen.find(({ variantId }) => variantId === own.variants[0]?.id)).toMatchObject({
      available: 40,
      lowStockAt: 50,
    });
  });

  test('is mailed to every admin once a day, however often the job runs', async () => {
    const bob = await world.signUp({ role: 'admin' });
    const run = async () => {
      await shop.db.transact(async (tx) => tx.addJob({ name: 'products.mailLowStock', payload: {}, maxAttempts: 1 }));
      await world.drainJobs();
    };
    const mailsTo = async ({ user }: SignedUp) =>
      (await world.mails()).filter(({ to, subject }) => to === user.email && subject.startsWith('Low stock'));
    await run();
    await run();
    expect([(await mailsTo(ada)).length, (await mailsTo(bob)).length, (await mailsTo(carol)).length]).toEqual([
      1, 1, 0,
    ]);
    expect((await mailsTo(ada))[0]?.text).toContain('Own number');
    clock.advance({ days: 1 });
    await run();
    expect((await mailsTo(bob)).length).toBe(2);
  });
});
