import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import type { Tables, Transaction } from '../index.ts';
import { createTestDatabase } from '../testing/index.ts';
import { productRow, variantRow } from '../testing/rows.ts';

const { db, close } = await createTestDatabase();
const { orders, orderLines, orderAdjustments, products, productImages, stockLedger, variants } = db.tables;
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

/** The rows of an order, of which a test changes one. */
function orderRows() {
  const product = productRow();
  const variant = variantRow({ productId: product.id });
  const id = randomUUID();
  const order = {
    id,
    number: randomUUID(),
    email: 'ada@example.com',
    customerName: 'Ada',
    status: 'pending' as const,
    currency: 'EUR',
    subtotal: 2_000,
    discount: 200,
    shipping: 500,
    fee: 30,
    tax: 367,
    taxIncluded: 300,
    total: 2_397,
    shippingAddress: {},
    paymentMethod: 'dummy',
    createdAt: new Date(),
    updatedAt: new Date(),
  };
  const bought = { variantId: variant.id, productId: product.id, name: 'Mug', sku: variant.sku, options: {} };
  const lines = [{ orderId: id, position: 0, ...bought, unitPrice: 1_000, quantity: 2, lineTotal: 2_000 }];
  const common = { orderId: id, revision: 1, base: 0, label: 'a reason' };
  const adjustments = [
    { ...common, position: 0, target: 'line' as const, line: 0, kind: 'discount' as const, amount: -200 },
    { ...common, position: 1, target: 'shipping' as const, kind: 'shipping' as const, amount: 500 },
    { ...common, position: 2, target: 'order' as const, kind: 'fee' as const, amount: 30 },
    { ...common, position: 3, target: 'line' as const, line: 0, kind: 'tax' as const, amount: 300, included: true },
    { ...common, position: 4, target: 'shipping' as const, kind: 'tax' as const, amount: 67 },
  ];
  return { product, variant, order, lines, adjustments };
}

type OrderRows = ReturnType<typeof orderRows>;

async function writeOrder(tx: Transaction, { product, variant, order, lines, adjustments }: OrderRows): Promise<void> {
  await tx.insert(products).values(product);
  await tx.insert(variants).values(variant);
  await tx.insert(orderLines).values(lines);
  await tx.insert(orderAdjustments).values(adjustments);
  await tx.insert(orders).values(order);
}

async function isRefused(work: (tx: Transaction) => Promise<unknown>): Promise<void> {
  await expect(db.transact(work)).rejects.toThrow();
}

describe('an order', () => {
  test('that is the sum of its lines and adjustments is accepted, and so is its next revision', async () => {
    const rows = orderRows();
    const { id } = rows.order;
    await db.transact(async (tx) => {
      await writeOrder(tx, rows);
      const line = { ...rows.lines[0]!, revision: 2, quantity: 1, lineTotal: 1_000 };
      await tx.insert(orderLines).values(line);
      const amounts = { discount: 0, shipping: 0, fee: 0, tax: 0, taxIncluded: 0, subtotal: 1_000, total: 1_000 };
      await tx
        .update(orders)
        .set({ ...amounts, revision: 2 })
        .where(eq(orders.id, id));
    });
  });

  test.for(['subtotal', 'discount', 'shipping', 'fee', 'tax', 'taxIncluded'] as const)(
    'whose %s is not the sum of its rows is refused, although its total is right',
    async (field) => {
      const rows = orderRows();
      const sign = field === 'discount' || field === 'taxIncluded' ? -1 : 1;
      const order = { ...rows.order, [field]: rows.order[field] + 1, total: rows.order.total + sign };
      await isRefused((tx) => writeOrder(tx, { ...rows, order }));
    },
  );

  test('whose total is not the sum of its amounts is refused', async () => {
    const rows = orderRows();
    await isRefused((tx) => writeOrder(tx, { ...rows, order: { ...rows.order, total: 2_398 } }));
  });

  test('refuses late rows, changed rows, removed rows and changed amounts', async () => {
    const rows = orderRows();
    const { id } = rows.order;
    await db.transact((tx) => writeOrder(tx, rows));
    const ofOrder = eq(orderLines.orderId, id);
    const [line, adjustment] = [rows.lines[0]!, rows.adjustments[0]!];
    await isRefused((tx) => tx.insert(orderLines).values({ ...line, position: 1 }));
    await isRefused((tx) => tx.insert(orderAdjustments).values({ ...adjustment, position: 9 }));
    await isRefused((tx) => tx.update(orderLines).set({ unitPrice: 999, lineTotal: 1_998 }).where(ofOrder));
    await isRefused((tx) => tx.update(orderLines).set({ quantity: 1, lineTotal: 1_000 }).where(ofOrder));
    await isRefused((tx) => tx.update(orderAdjustments).set({ label: 'another' }));
    await isRefused((tx) => tx.delete(orderLines).where(ofOrder));
    await isRefused((tx) => tx.delete(orderAdjustments));
    await isRefused((tx) => tx.update(orders).set({ subtotal: 1_999, total: 2_396 }).where(eq(orders.id, id)));
    await isRefused((tx) => tx.update(orders).set({ revision: 2 }).where(eq(orders.id, id)));
    await db.transact((tx) => tx.update(orderLines).set({ cancelledQuantity: 1 }).where(ofOrder));
    await db.transact((tx) => tx.update(orders).set({ status: 'confirmed' }).where(eq(orders.id, id)));
  });

  test('is needed by its rows', async () => {
    const rows = orderRows();
    await isRefused(async (tx) => {
      await tx.insert(products).values(rows.product);
      await tx.insert(variants).values(rows.variant);
      await tx.insert(orderLines).values(rows.lines);
    });
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
    await tx.delete(products).where(eq(products.id, product.id));
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
