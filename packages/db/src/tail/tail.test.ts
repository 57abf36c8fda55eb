import { setTimeout as sleep } from 'node:timers/promises';
import { and, asc, gt, lte } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../testing/index.ts';
import { onDatabase } from '../testing/server.ts';
import { postgresVocabulary, type Vocabulary } from '../vocabulary/postgres.ts';
import { sqliteVocabulary } from '../vocabulary/sqlite.ts';

const shop = await createTestDatabase();
const other = await shop.openAnother();
afterAll(() => shop.close());

const numbered = (v: Vocabulary) =>
  v.table('numbered', { id: v.sequence('id'), writer: v.integer('writer').notNull() });
const isPostgres = shop.dialect === 'postgres';
const table = numbered(isPostgres ? postgresVocabulary : sqliteVocabulary);
const id = isPostgres ? 'bigint primary key generated always as identity' : 'integer primary key autoincrement';
await onDatabase(shop.url, `create table numbered (id ${id}, writer integer not null)`);

test('an empty table ends before its first row', async () => {
  expect(await shop.db.tail(table.id).find()).toEqual({ settled: 0, latest: 0 });
});

test('a reader who stops at what is settled reads every row of 400 transactions once, in order', async () => {
  const tail = other.tail(table.id);
  await tail.find();
  const committed: number[] = [];
  let isOver = false;
  const write = async (writer: number) => {
    for (let turn = 0; turn < 20; turn += 1) {
      const isKept = (turn + writer) % 4 !== 0;
      const db = writer % 2 === 0 ? shop.db : other;
      const ids: number[] = [];
      const work = db.transact(async (tx) => {
        for (let row = 0; row < 3; row += 1) {
          const written = await tx.insert(table).values({ writer }).returning({ id: table.id });
          ids.push(...written.map((one) => one.id));
          if (isPostgres) await sleep(Math.random() * 4);
        }
        if (!isKept) throw new Error('changed my mind');
      });
      await work.then(() => committed.push(...ids)).catch(() => {});
    }
  };
  const seen: number[] = [];
  const read = async () => {
    for (let last = 0; ; ) {
      const wasOver = isOver;
      const { settled = 0, latest } = await tail.find();
      const rows = await other.read
        .select()
        .from(table)
        .where(and(gt(table.id, last), lte(table.id, settled)))
        .orderBy(asc(table.id));
      seen.push(...rows.map((row) => row.id));
      last = Math.max(last, settled);
      if (wasOver && settled === latest) return;
      await sleep(1);
    }
  };
  const writers = Promise.all(Array.from({ length: 20 }, (_, writer) => write(writer))).then(() => (isOver = true));
  await Promise.all([writers, read()]);
  expect(seen).toEqual(committed.toSorted((one, two) => one - two));
  expect(seen).toHaveLength(900);
});
