import { asc, eq, getTableColumns } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../testing/index.ts';
import { categoryRow } from '../testing/rows.ts';
import { onDatabase } from '../testing/server.ts';
import { postgresVocabulary, type Vocabulary } from './postgres.ts';
import { sqliteVocabulary } from './sqlite.ts';

const { db, dialect, url, close } = await createTestDatabase();
afterAll(close);

/** One column for each word, and a second one without a value. */
const words = (v: Vocabulary) =>
  v.table('words', {
    id: v.id('id').primaryKey(),
    text: v.text('text'),
    integer: v.integer('integer'),
    money: v.money('money'),
    change: v.change('change'),
    boolean: v.boolean('boolean'),
    timestamp: v.timestamp('timestamp'),
    json: v.json('json'),
  });
const table = words(dialect === 'postgres' ? postgresVocabulary : sqliteVocabulary);
const columns = Object.values(getTableColumns(table)).map((column) => `"${column.name}" ${column.getSQLType()}`);
await onDatabase(url, `create table words (${columns.join(', ')})`);

const id = '019a7c1e-0000-7000-8000-00000000abcd';

test.for<Partial<typeof table.$inferInsert>>([
  { text: '' },
  { text: 'Grüße, 東京, 🛒, e\u0301, "quoted", \\ and % and _\nnext line' },
  { text: '\u{10ffff}' },
  { integer: 0 },
  { integer: 2_147_483_647 },
  { integer: -2_147_483_648 },
  { money: 9_000_000_000_000_000 },
  { money: Number.MAX_SAFE_INTEGER },
  { money: -Number.MAX_SAFE_INTEGER },
  { change: Number.MAX_SAFE_INTEGER },
  { boolean: true },
  { boolean: false },
  { timestamp: new Date('2026-02-28T23:59:59.999Z') },
  { timestamp: new Date('2026-10-25T00:30:00.001Z') },
  { timestamp: new Date('1969-12-31T23:59:59.999Z') },
  { timestamp: new Date('1900-01-01T00:00:00.001Z') },
  { timestamp: new Date('9999-12-31T23:59:59.999Z') },
  { json: { size: 'M', tags: ['a', 'ü', '🛒'], nested: { deep: [1, 2.5, true, null] }, 'key with "quotes"': '\\' } },
  { json: [] },
  { json: {} },
  { json: 'text' },
  { json: '123' },
  { json: 0 },
  { json: false },
  { json: 9_007_199_254_740_991 },
  {},
])('%o comes back as it was written', async (values) => {
  const nothing = { text: null, integer: null, money: null, change: null, boolean: null, timestamp: null, json: null };
  const given = { ...nothing, ...values, id };
  const [stored] = await db.transact(async (tx) => {
    await tx.delete(table);
    await tx.insert(table).values(given);
    return tx.select().from(table);
  });
  expect(stored).toStrictEqual(given);
  expect(await db.read.select().from(table).where(eq(table.id, id))).toStrictEqual([given]);
});

test('timestamps are compared as instants', async () => {
  const { categories } = db.tables;
  const early = categoryRow({ createdAt: new Date('2026-03-29T00:59:59.999Z') });
  const late = categoryRow({ createdAt: new Date('2026-03-29T01:00:00.000Z') });
  const rows = await db.transact(async (tx) => {
    await tx.insert(categories).values([late, early]);
    const sorted = await tx.select({ id: categories.id }).from(categories).orderBy(asc(categories.createdAt));
    await tx.delete(categories);
    return sorted;
  });
  expect(rows).toEqual([{ id: early.id }, { id: late.id }]);
});

test('text is ordered by its bytes', async () => {
  const { categories } = db.tables;
  const names = [
    'a',
    'B',
    'b',
    'A',
    'z',
    'Z',
    '_',
    ' ',
    '-',
    'ä',
    'é',
    'e\u0301',
    'ß',
    'ss',
    '東',
    '\uff00',
    '🛒',
    '10',
    '9',
    'aa',
  ];
  await db.transact(async (tx) => {
    await tx.insert(categories).values(names.map((name) => categoryRow({ name })));
  });
  const rows = await db.read.select({ name: categories.name }).from(categories).orderBy(asc(categories.name));
  const bytewise = names.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  expect(rows.map(({ name }) => name)).toEqual(bytewise);
});
