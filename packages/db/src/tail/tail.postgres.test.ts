import { afterAll, beforeAll, expect, test } from 'vitest';
import { gate } from '../testing/gate.ts';
import { createTestDatabase, inFlight } from '../testing/index.ts';
import { categoryRow } from '../testing/rows.ts';
import { onDatabase } from '../testing/server.ts';
import { postgresVocabulary as v } from '../vocabulary/postgres.ts';

const shop = await createTestDatabase();
const other = await shop.openAnother();
const table = v.table('numbered', { id: v.sequence('id'), note: v.text('note') });
beforeAll(() =>
  onDatabase(shop.url, 'create table numbered (id bigint primary key generated always as identity, note text)'),
);
afterAll(() => shop.close());

/** Writes a row and keeps its transaction open until it is told to end. */
async function begin(end: 'commit' | 'roll back' = 'commit') {
  const [written, mayEnd] = [gate(), gate()];
  let id = 0;
  const work = other.transact(async (tx) => {
    const rows = await tx.insert(table).values({}).returning({ id: table.id });
    id = rows[0]?.id ?? 0;
    written.open();
    await mayEnd.opened;
    if (end === 'roll back') throw new Error('no');
  });
  await Promise.race([written.opened, work]);
  return {
    id,
    async end() {
      mayEnd.open();
      await work.catch(() => {});
    },
  };
}

test('a row behind one of a transaction that is still open is not settled until that one ends, however it does', async () => {
  const tail = shop.db.tail(table.id);
  await tail.find();
  for (const ending of ['commit', 'roll back'] as const) {
    const early = await begin(ending);
    const late = await begin();
    await late.end();
    expect(await tail.find()).toEqual({ settled: early.id - 1, latest: late.id });
    expect(await tail.find()).toEqual({ settled: early.id - 1, latest: late.id });
    await early.end();
    expect(await tail.find()).toEqual({ settled: late.id, latest: late.id });
  }
});

test('who begins to watch while a transaction is open knows nothing until it ends', async () => {
  const open = await begin();
  const tail = shop.db.tail(table.id);
  expect(await tail.find()).toEqual({ settled: undefined, latest: open.id });
  const younger = await begin();
  await open.end();
  // The younger transaction began after the ones that were waited for.
  expect(await tail.find()).toEqual({ settled: open.id, latest: younger.id });
  await younger.end();
  expect(await tail.find()).toEqual({ settled: younger.id, latest: younger.id });
});

test('transactions that follow one another without a pause hold nothing back for ever', async () => {
  const tail = shop.db.tail(table.id);
  await tail.find();
  let open = await begin();
  for (let turn = 0; turn < 5; turn += 1) {
    const next = await begin();
    await open.end();
    const { settled = 0 } = await tail.find();
    expect(settled).toBeGreaterThanOrEqual(open.id - 1);
    open = next;
  }
  await open.end();
});

test('a transaction that writes elsewhere holds nothing back', async () => {
  const tail = shop.db.tail(table.id);
  const [written, mayEnd] = [gate(), gate()];
  const elsewhere = inFlight(
    other.transact(async (tx) => {
      await tx.insert(tx.tables.categories).values(categoryRow());
      written.open();
      await mayEnd.opened;
    }),
  );
  await written.opened;
  const one = await begin();
  await one.end();
  expect(await tail.find()).toEqual({ settled: one.id, latest: one.id });
  mayEnd.open();
  await elsewhere;
});
