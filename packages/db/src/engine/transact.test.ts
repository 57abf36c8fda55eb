import { AsyncResource } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { type Database, prepared, preparedInsert, type Transaction } from '../index.ts';
import { causes, gate } from '../testing/gate.ts';
import { createTestDatabase, inFlight } from '../testing/index.ts';
import { categoryRow, productRow } from '../testing/rows.ts';

const shop = await createTestDatabase();
/** A second server on the same database. */
const other = await shop.openAnother();
const { db } = shop;
const { categories, products } = db.tables;
afterAll(() => shop.close());

/** Runs `work` outside the async context of the current transaction. */
const outside = AsyncResource.bind(async <T>(work: () => PromiseLike<T>) => await work());

test('what a transaction wrote stays', async () => {
  const row = categoryRow();
  const answer = await db.transact(async (tx) => {
    await tx.insert(categories).values(row);
    return 'done';
  });
  expect(answer).toBe('done');
  expect(await categoriesNamed(row.slug)).toBe(1);
});

test('what a transaction wrote before and after an await is gone when it rejects', async () => {
  const [before, after] = [categoryRow(), categoryRow()];
  const failing = db.transact(async (tx) => {
    await tx.insert(categories).values(before);
    await nextTurn();
    await tx.insert(categories).values(after);
    await nextTurn();
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await categoriesNamed(before.slug)).toBe(0);
  expect(await categoriesNamed(after.slug)).toBe(0);
});

test('a statement that fails takes the whole transaction with it', async () => {
  const row = categoryRow();
  const failing = db.transact(async (tx) => {
    await tx.insert(categories).values(row);
    await tx.insert(categories).values(row);
  });
  await expect(failing).rejects.toThrow();
  expect(await categoriesNamed(row.slug)).toBe(0);
});

test('what is written at the end is all there with its jobs, or not at all, however it was built', async () => {
  const insert = preparedInsert((tables) => tables.categories);
  const rename = prepared(
    'rename a category',
    (tables) => ({ id: tables.categories.id, name: tables.categories.name }),
    (tx: Transaction, { id, name }) => tx.update(categories).set({ name }).where(eq(categories.id, id)),
  );
  const write = async (fails: boolean) => {
    const rows = [categoryRow(), categoryRow(), categoryRow(), categoryRow()] as const;
    const [first, second, cold, known] = rows;
    await db.transact((tx) => tx.insert(categories).values(known));
    const done = db.transact(async (tx) => {
      tx.defer(insert([first, second]));
      tx.defer(rename({ id: known.id, name: 'renamed' }));
      if (fails) tx.defer(insert([known]));
      else tx.defer(tx.insert(categories).values(cold));
      tx.addJob({ name: 'ended', payload: {}, maxAttempts: 1 });
    });
    if (fails) await expect(done).rejects.toThrow();
    else await done;
    const found = await db.read
      .select({ id: categories.id, name: categories.name })
      .from(categories)
      .where(
        inArray(
          categories.id,
          rows.map(({ id }) => id),
        ),
      );
    return { names: new Map(found.map(({ id, name }) => [id, name])), rows };
  };
  // The second round uses the prepared statements of the first.
  for (let time = 0; time < 2; time += 1) {
    const { names, rows } = await write(false);
    expect(rows.map(({ id }) => names.get(id))).toEqual([rows[0].name, rows[1].name, rows[2].name, 'renamed']);
    const failed = await write(true);
    expect([...failed.names]).toEqual([[failed.rows[3].id, failed.rows[3].name]]);
  }
  expect((await db.queue.count()).waiting).toBe(2);
});

/** Two servers await between their statements. Relative updates must lose nothing at any isolation level. */
test('50 transactions of two servers that count up by one, relatively, lose nothing', async () => {
  const id = await newProduct();
  await concurrently(50, (server) =>
    server.transact(async (tx) => {
      await tx.select({ version: products.version }).from(products).where(eq(products.id, id));
      await nextTurn();
      await tx
        .update(products)
        .set({ version: sql`${products.version} + 1` })
        .where(eq(products.id, id));
    }),
  );
  expect(await versionOf(id)).toBe(51);
});

/**
 * On Postgres (READ COMMITTED), another transaction may commit between the read and the write, so the write is guarded
 * by the row that was read and starts over if it changed. SQLite never needs a second try: transact.sqlite.test.ts.
 */
test('50 transactions of two servers that read a number and write it plus one, guarded, lose nothing', async () => {
  const id = await newProduct();
  await concurrently(50, async (server) => {
    while (!(await tryIncrement(server, id)));
  });
  expect(await versionOf(id)).toBe(51);
});

test('a reader sees nothing uncommitted and does not wait for the writer', async () => {
  const row = categoryRow();
  await db.transact(async (tx) => {
    await tx.insert(categories).values(row);
    // The other server reads while the transaction is open.
    expect(await outside(() => other.read.$count(categories, eq(categories.slug, row.slug)))).toBe(0);
    expect(await tx.$count(categories, eq(categories.slug, row.slug))).toBe(1);
  });
  expect(await other.read.$count(categories, eq(categories.slug, row.slug))).toBe(1);
});

test('reading on the same server while a transaction is open sees nothing uncommitted either', async () => {
  const row = categoryRow();
  const written = gate();
  const mayCommit = gate();
  const writing = inFlight(
    db.transact(async (tx) => {
      await tx.insert(categories).values(row);
      written.open();
      await mayCommit.opened;
    }),
  );
  await written.opened;
  const seen = await categoriesNamed(row.slug).finally(mayCommit.open);
  await writing;
  expect(seen).toBe(0);
  expect(await categoriesNamed(row.slug)).toBe(1);
});

test('writing outside a transaction does not compile, and fails at once', () => {
  // @ts-expect-error a reader cannot insert
  expect(() => db.read.insert(categories)).toThrow(TypeError);
  // @ts-expect-error a reader cannot update
  expect(() => db.read.update(categories)).toThrow(TypeError);
  // @ts-expect-error a reader cannot delete
  expect(() => db.read.delete(categories)).toThrow(TypeError);
  // @ts-expect-error a database cannot insert
  expect(() => db.insert(categories)).toThrow(TypeError);
  // @ts-expect-error a transaction cannot run raw statements
  expect(() => db.read.execute('select 1')).toThrow(TypeError);
});

test('a transaction inside a transaction fails at once and rolls the outer one back', async () => {
  const row = categoryRow();
  const nested = db.transact(async (tx) => {
    await tx.insert(categories).values(row);
    await db.transact(async () => {});
  });
  await expect(nested).rejects.toThrow('transact() inside transact()');
  expect(await categoriesNamed(row.slug)).toBe(0);
});

test('reading beside the transaction that one is in fails at once', async () => {
  const beside = db.transact(async () => db.read.$count(categories));
  await expect(beside.catch(causes)).resolves.toContain('db.read inside transact()');
});

test('a query that is not awaited and starts after the end fails and changes nothing', async () => {
  const row = categoryRow();
  const ended = gate();
  let late: Promise<unknown> = inFlight(Promise.resolve());
  await db.transact(async (tx) => {
    late = ended.opened.then(() => tx.insert(categories).values(row));
  });
  ended.open();
  await expect(late.catch(causes)).resolves.toContain('This transaction is over');
  expect(await categoriesNamed(row.slug)).toBe(0);
});

test('a query that is not awaited does not slip into the next transaction', async () => {
  const single = await shop.openAnother({ poolSize: 1 });
  const row = categoryRow();
  const nextIsOpen = gate();
  let late: Promise<unknown> = inFlight(Promise.resolve());
  await single.transact(async (tx) => {
    late = nextIsOpen.opened.then(() => tx.insert(categories).values(row));
  });
  await single.transact(async (tx) => {
    await tx.$count(categories);
    nextIsOpen.open();
    await expect(late.catch(causes)).resolves.toContain('This transaction is over');
  });
  expect(await categoriesNamed(row.slug)).toBe(0);
});

test('a transaction that was kept cannot be used afterwards', async () => {
  const row = categoryRow();
  const kept = await db.transact(async (tx) => [tx] as [Transaction]);
  const late = Promise.resolve(kept[0].insert(categories).values(row));
  await expect(late.catch(causes)).resolves.toContain('This transaction is over');
  expect(await categoriesNamed(row.slug)).toBe(0);
});

test('what runs after a transaction may open the next one', async () => {
  const followUp = await db.transact(async () => [new Promise<void>((resolve) => setImmediate(resolve))]);
  await followUp[0];
  await db.transact(async (tx) => tx.$count(categories));
});

test('jobs of a transaction exist once it commits, each exactly once', async () => {
  const { waiting } = await db.queue.count();
  await db.transact(async (tx) => {
    tx.addJob({ name: 'one', payload: {}, maxAttempts: 3 });
    await nextTurn();
    tx.addJob({ name: 'two', payload: {}, maxAttempts: 3 });
  });
  expect(await db.queue.count()).toEqual({ waiting: waiting + 2, failed: 0 });
});

test('jobs of a transaction that was rolled back do not exist', async () => {
  const before = await db.queue.count();
  const failing = db.transact(async (tx) => {
    tx.addJob({ name: 'never', payload: {}, maxAttempts: 3 });
    await nextTurn();
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await db.queue.count()).toEqual(before);
});

async function tryIncrement(server: Database, id: string): Promise<boolean> {
  return server.transact(async (tx) => {
    const [read] = await tx.select({ version: products.version }).from(products).where(eq(products.id, id));
    const version = read?.version ?? 0;
    await nextTurn();
    const written = await tx
      .update(products)
      .set({ version: version + 1 })
      .where(and(eq(products.id, id), eq(products.version, version)))
      .returning({ id: products.id });
    return written.length === 1;
  });
}

async function concurrently(times: number, work: (server: Database) => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: times }, (_, index) => work(index % 2 === 0 ? db : other)));
}

async function newProduct(): Promise<string> {
  const row = productRow();
  await db.transact(async (tx) => {
    await tx.insert(products).values(row);
  });
  return row.id;
}

async function versionOf(id: string): Promise<number | undefined> {
  const [row] = await db.read.select({ version: products.version }).from(products).where(eq(products.id, id));
  return row?.version;
}

async function categoriesNamed(slug: string): Promise<number> {
  return await db.read.$count(categories, eq(categories.slug, slug));
}
