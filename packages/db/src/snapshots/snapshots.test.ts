import { getTableColumns } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gate } from '../testing/gate.ts';
import { createTestDatabase } from '../testing/index.ts';
import { onDatabase } from '../testing/server.ts';
import { postgresVocabulary } from '../vocabulary/postgres.ts';
import { sqliteVocabulary } from '../vocabulary/sqlite.ts';
import { snapshotOf, wasCommitted } from './snapshots.ts';

const { db, url, dialect, close } = await createTestDatabase();
const v = dialect === 'postgres' ? postgresVocabulary : sqliteVocabulary;
const table = v.table('changed', { name: v.text('name').notNull(), change: v.change('change') });
beforeAll(async () => {
  const columns = Object.values(getTableColumns(table)).map((column) => `"${column.name}" ${column.getSQLType()}`);
  await onDatabase(url, `create table changed (${columns.join(', ')})`);
});
afterAll(() => close());

const change = (name: string, until?: Promise<void>) => {
  const written = gate();
  const committed = db.transact(async (tx) => {
    await tx.insert(table).values({ name, change: tx.snapshots.change(table.change) });
    written.open();
    await until;
  });
  return { committed, written: Promise.race([written.opened, committed]) };
};
const committedAt = async (moment: Awaited<ReturnType<typeof snapshotOf>>) => {
  const rows = await db.read.select({ name: table.name }).from(table).where(wasCommitted(table.change, moment));
  return rows.map(({ name }) => name).sort();
};

test('what was committed before a moment is told from what was open then, and from what came later', async () => {
  await change('early').committed;
  const mayCommit = gate();
  const open = change('open', mayCommit.opened);
  await open.written;
  // SQLite writers run one after another. Postgres lets others continue, with later numbers than the open transaction.
  const early = dialect === 'postgres' ? ['between', 'early'] : ['early'];
  if (dialect === 'postgres') await change('between').committed;
  const moment = await snapshotOf(db.read, table.change);
  expect(await committedAt(moment)).toEqual(early);
  mayCommit.open();
  await open.committed;
  await change('late').committed;
  expect(await committedAt(moment)).toEqual(early);
  expect(await committedAt(await snapshotOf(db.read, table.change))).toEqual([...early, 'late', 'open'].sort());
});
