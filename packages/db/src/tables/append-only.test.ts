import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, onDatabase } from '../testing/index.ts';
import { productRow, variantRow } from '../testing/rows.ts';

const { db, url, close } = await createTestDatabase();
afterAll(close);

const tables = ['audit_log', 'stock_ledger', 'order_events', 'balance_ledger'] as const;

beforeAll(async () => {
  const product = productRow();
  const variant = variantRow({ productId: product.id });
  const createdAt = new Date();
  const amounts = { subtotal: 0, discount: 0, shipping: 0, tax: 0, total: 0, currency: 'USD' };
  const order = {
    id: randomUUID(),
    number: 'A',
    email: 'ada@example.com',
    customerName: 'Ada',
    status: 'pending' as const,
  };
  const stock = { onHandChange: 1, reservedChange: 0, onHandAfter: 1, reservedAfter: 0 };
  await db.transact(async (tx) => {
    const { products, variants, orders, stockLedger, orderEvents, auditLog, balances, balanceLedger } = tx.tables;
    await tx.insert(products).values(product);
    await tx.insert(variants).values(variant);
    await tx
      .insert(orders)
      .values({ ...order, ...amounts, shippingAddress: {}, paymentMethod: 'dummy', createdAt, updatedAt: createdAt });
    const entry = { variantId: variant.id, reason: 'received', ...stock, actor: 'cli', createdAt };
    await tx.insert(stockLedger).values([entry, { ...entry, onHandAfter: 2 }]);
    const event = { orderId: order.id, type: 'placed', actor: 'customer', data: {}, createdAt };
    await tx.insert(orderEvents).values([event, event]);
    const audited = {
      at: createdAt,
      actor: 'cli',
      action: 'test',
      targetType: 'order',
      targetId: order.id,
      searchText: '',
    };
    await tx.insert(auditLog).values([audited, audited]);
    const id = 'promotion:uses';
    await tx.insert(balances).values({ id, ownerId: randomUUID(), kind: 'uses', value: -2, floor: -2 });
    const used = { balanceId: id, reason: 'used', change: -1, after: -1, actor: 'cli', createdAt };
    await tx.insert(balanceLedger).values([used, { ...used, after: -2 }]);
  });
});

const attempts = tables.flatMap((table) => {
  const own =
    db.dialect === 'sqlite'
      ? [`insert or replace into ${table} select * from ${table} limit 1`]
      : [`truncate ${table}`, `truncate ${table} cascade`, `truncate variants, orders cascade`];
  return [
    `update ${table} set actor = 'changed'`,
    `update ${table} set actor = 'changed' where id = 2`,
    `delete from ${table}`,
    `delete from ${table} where id = 1`,
    ...own,
  ].map((statement) => ({ table, statement }));
});

test.for(attempts)('$statement is refused, and every row stays', async ({ table, statement }) => {
  const attempt = Promise.resolve().then(() => onDatabase(url, statement));
  await expect(attempt).rejects.toThrow(
    statement.startsWith('truncate variants') ? 'is append-only' : `${table} is append-only`,
  );
  const { auditLog, stockLedger, orderEvents, balanceLedger } = db.tables;
  for (const one of [auditLog, stockLedger, orderEvents, balanceLedger]) {
    expect(await db.read.$count(one)).toBe(2);
  }
});
