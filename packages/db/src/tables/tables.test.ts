import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import type { Tables, Transaction } from '../index.ts';
import { createTestDatabase } from '../testing/index.ts';
import { productRow, variantRow } from '../testing/rows.ts';

const { db, close } = await createTestDatabase();
const { orders, products, productImages, stockLedger, variants } = db.tables;
afterAll(close);

test('every table exists in a migrated database', async () => {
  for (const name of Object.keys(db.tables) as (keyof Tables)[]) {
    expect(await db.read.$count(db.tables[name])).toBe(0);
  }
});

test('stock below zero, and more reserved than on hand, is refused', async () => {
  await refused((tx, productId) => tx.insert(variants).values(variantRow({ productId, onHand: -1 })));
  await refused((tx, productId) => tx.insert(variants).values(variantRow({ productId, onHand: 1, reserved: 2 })));
  await refused((tx, productId) => tx.insert(variants).values(variantRow({ productId, reserved: -1 })));
});

test('a weight below zero is refused', async () => {
  await refused((tx, productId) => tx.insert(variants).values({ ...variantRow({ productId }), weight: -1 }));
});

test('an order whose total is not the sum of its parts is refused', async () => {
  const order = {
    number: randomUUID(),
    email: 'ada@example.com',
    customerName: 'Ada',
    status: 'pending' as const,
    currency: 'EUR',
    subtotal: 1_000,
    discount: 100,
    shipping: 500,
    tax: 10,
    total: 1_410,
    shippingAddress: {},
    paymentMethod: 'dummy',
    createdAt: new Date(),
    updatedAt: new Date(),
  };
  await refused((tx) => tx.insert(orders).values({ ...order, id: randomUUID(), total: 1_411 }));
  await db.transact(async (tx) => {
    await tx.insert(orders).values({ ...order, id: randomUUID() });
  });
});

test('a row that points at nothing is refused, and so is deleting what a row points at', async () => {
  await refused((tx) => tx.insert(variants).values(variantRow({ productId: randomUUID() })));
  await refused(async (tx, productId) => {
    await tx.insert(variants).values(variantRow({ productId }));
    await tx.delete(products);
  });
});

test('what belongs to a row goes with it where the table says so', async () => {
  const image = { id: randomUUID(), position: 0, key: 'key', width: 1, height: 1, createdAt: new Date() };
  const left = await db.transact(async (tx) => {
    const product = productRow();
    await tx.insert(products).values(product);
    await tx.insert(productImages).values({ ...image, productId: product.id });
    await tx.delete(products);
    return tx.$count(productImages);
  });
  expect(left).toBe(0);
});

test('a sequence counts up as a number', async () => {
  const rows = await db.transact(async (tx) => {
    const product = productRow();
    const variant = variantRow({ productId: product.id });
    await tx.insert(products).values(product);
    await tx.insert(variants).values(variant);
    const entry = {
      variantId: variant.id,
      reason: 'received',
      onHandChange: 1,
      reservedChange: 0,
      onHandAfter: 1,
      reservedAfter: 0,
      actor: 'cli',
      createdAt: new Date(),
    };
    return tx.insert(stockLedger).values([entry, entry]).returning({ id: stockLedger.id });
  });
  expect(rows).toEqual([{ id: 1 }, { id: 2 }]);
});

/** Expects `work` to fail inside a transaction that has one product. */
async function refused(work: (tx: Transaction, productId: string) => PromiseLike<unknown>): Promise<void> {
  const product = productRow();
  const trying = db.transact(async (tx) => {
    await tx.insert(products).values(product);
    await work(tx, product.id);
  });
  await expect(trying).rejects.toThrow();
}
