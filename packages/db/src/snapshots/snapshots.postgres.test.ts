import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { gate } from '../testing/gate.ts';
import { createTestDatabase } from '../testing/index.ts';
import { onDatabase } from '../testing/server.ts';
import { postgresVocabulary as v } from '../vocabulary/postgres.ts';
import { snapshotOf, wasCommitted } from './snapshots.ts';

const shop = await createTestDatabase();
const crowd = await shop.openAnother({ poolSize: 40 });
const table = v.table('changed', { name: v.text('name').notNull(), change: v.change('change') });
beforeAll(() => onDatabase(shop.url, 'create table changed (name text, change bigint)'));
afterAll(() => shop.close());

test('of more open changes than can be handed on, all count as open that began after the first', async () => {
  const mayCommit = gate();
  const change = (name: string, { on = shop.db, until }: { on?: typeof crowd; until?: Promise<void> } = {}) => {
    const written = gate();
    const committed = on.transact(async (tx) => {
      await tx.insert(table).values({ name, change: tx.snapshots.change(table.change) });
      written.open();
      await until;
    });
    return { committed, written: Promise.race([written.opened, committed]) };
  };
  await change('before').committed;
  // Transactions of other databases on the server count as well, so none may be older than the change.
  await eventually(async () => {
    const [row] = await shop.db.read
      .select({ isOldest: sql<boolean>`${table.change} < pg_snapshot_xmin(pg_current_snapshot())::text::bigint` })
      .from(table);
    expect(row).toEqual({ isOldest: true });
  });
  const open = Array.from({ length: 40 }, () => change('open', { on: crowd, until: mayCommit.opened }));
  await Promise.all(open.map(({ written }) => written));
  await change('after').committed;
  const moment = await snapshotOf(shop.db.read, table.change);
  mayCommit.open();
  await Promise.all(open.map(({ committed }) => committed));
  const rows = await shop.db.read.select({ name: table.name }).from(table).where(wasCommitted(table.change, moment));
  expect([moment.open, rows]).toEqual([[], [{ name: 'before' }]]);
});
