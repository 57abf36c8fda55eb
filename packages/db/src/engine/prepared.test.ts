import { and, asc, eq, sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { listOf, orNull, prepared, rowsOf, type Transaction } from '../index.ts';
import { createTestDatabase } from '../testing/index.ts';
import { productRow, variantRow } from '../testing/rows.ts';

const shop = await createTestDatabase();
/** A second server on the same database, with connections of its own. */
const other = await shop.openAnother();
const { db } = shop;
const { products, variants } = db.tables;
afterAll(() => shop.close());

const reprice = prepared(
  'reprice',
  ({ variants: { id, price, updatedAt, version } }) => ({ id, price, updatedAt, version: orNull(version) }),
  (tx: Transaction, { id, price, updatedAt, version }) =>
    tx
      .update(tx.tables.variants)
      .set({ price, updatedAt, version: sql`coalesce(cast(${version} as integer), ${tx.tables.variants.version})` })
      .where(eq(tx.tables.variants.id, id))
      .returning({ price: tx.tables.variants.price, updatedAt: tx.tables.variants.updatedAt }),
);

test('one definition runs at once with its rows, or with the commit', async () => {
  const [id] = await newVariants(1);
  const updatedAt = new Date('2026-05-01T00:00:00.007Z');
  await db.transact(async (tx) => {
    expect(await reprice(tx, { id, price: 7, updatedAt, version: 5 })).toEqual([{ price: 7, updatedAt }]);
    tx.defer(reprice({ id, price: 8, updatedAt, version: null }));
    expect(await priceOf(id, tx)).toBe(7);
  });
  expect(await priceOf(id)).toBe(8);
  const [row] = await db.read.select().from(variants).where(eq(variants.id, id));
  expect(row).toMatchObject({ updatedAt, version: 5 });
});

test('a list finds the same rows at every length, on every server', async () => {
  const find = prepared(
    'variants of a list',
    ({ variants: { id, createdAt } }) => ({ ids: listOf(id), times: listOf(createdAt) }),
    (read, { ids, times }) => {
      const { variants: v } = read.tables;
      return read
        .select({ id: v.id })
        .from(v)
        .where(and(read.isOneOf(v.id, ids), read.isOneOf(v.createdAt, times)));
    },
  );
  const ids = await newVariants(101);
  const times = [new Date(0), variantRow({ productId: '' }).createdAt];
  for (const length of [0, 1, 2, 4, 7, 20, 21, 100, 101]) {
    for (const server of [db, other]) {
      const found = await find(server.read, { ids: ids.slice(0, length), times });
      expect(found.map(({ id }) => id).sort()).toEqual(ids.slice(0, length).sort());
      expect(await find(server.read, { ids: ids.slice(0, length), times: [] })).toEqual([]);
    }
  }
});

test('one statement writes rows of any number, now and deferred', async () => {
  const repriceAll = prepared(
    'reprice all',
    ({ variants: { id, price } }) => ({ changes: rowsOf({ variantId: id, price }) }),
    (tx: Transaction, { changes }) => {
      const { variants: v } = tx.tables;
      const type = sql.raw(v.id.getSQLType());
      const rows = changes.map(
        ({ variantId, price }) => sql`(cast(${variantId} as ${type}), cast(${price} as integer))`,
      );
      const wanted = sql`with wanted(id, price) as (values ${sql.join(rows, sql`, `)})`;
      return tx
        .update(v)
        .set({ price: sql`(${wanted} select distinct price from wanted where id = ${v.id})` })
        .where(sql`${v.id} in (${wanted} select id from wanted)`);
    },
  );
  const ids = await newVariants(7);
  for (const [round, count] of [1, 2, 4, 7].entries()) {
    const changes = ids.slice(0, count).map((variantId, index) => ({ variantId, price: 100 * round + index }));
    await db.transact(async (tx) => {
      if (round % 2 === 0) tx.defer(repriceAll({ changes }));
      else await repriceAll(tx, { changes });
    });
    for (const { variantId, price } of changes) expect(await priceOf(variantId)).toBe(price);
  }
});

async function newVariants(count: number): Promise<[string, ...string[]]> {
  const product = productRow();
  const rows = Array.from({ length: count }, (_, position) =>
    variantRow({ productId: product.id, position, optionsKey: `${position}` }),
  );
  await db.transact(async (tx) => {
    await tx.insert(products).values(product);
    await tx.insert(variants).values(rows);
  });
  const [first = '', ...rest] = rows.map(({ id }) => id);
  return [first, ...rest];
}

async function priceOf(id: string, read: Pick<Transaction, 'select'> = db.read): Promise<number | undefined> {
  const [row] = await read
    .select({ price: variants.price })
    .from(variants)
    .where(eq(variants.id, id))
    .orderBy(asc(variants.id));
  return row?.price;
}
