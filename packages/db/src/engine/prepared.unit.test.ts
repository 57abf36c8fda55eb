import { eq } from 'drizzle-orm';
import { expectTypeOf, test } from 'vitest';
import { listOf, orNull, prepared, type Reader, rowsOf, type Transaction } from '../index.ts';

const rename = prepared(
  'rename',
  ({ users }) => ({ id: users.id, name: users.name, updatedAt: users.updatedAt }),
  (tx: Transaction, { id, ...values }) => tx.update(tx.tables.users).set(values).where(eq(tx.tables.users.id, id)),
);

const find = prepared(
  'find',
  ({ variants }) => ({
    ids: listOf(variants.id),
    pairs: rowsOf({ sku: variants.sku, price: variants.price }),
    version: orNull(variants.version),
    threshold: variants.lowStockAt,
  }),
  (read, { ids }) =>
    read
      .select({ sku: read.tables.variants.sku })
      .from(read.tables.variants)
      .where(read.isOneOf(read.tables.variants.id, ids)),
);

const id = 'id';
const updatedAt = new Date(0);

test('a value that is missing, misspelt or of another type does not compile', () => {
  const writes = () => [
    rename({ id, name: 'Ada', updatedAt }),
    // @ts-expect-error the name is missing
    rename({ id, updatedAt }),
    // @ts-expect-error the name is misspelt
    rename({ id, nmae: 'Ada', updatedAt }),
    // @ts-expect-error there is no such parameter
    rename({ id, name: 'Ada', updatedAt, role: 'admin' }),
    // @ts-expect-error the name is text
    rename({ id, name: 1, updatedAt }),
    // @ts-expect-error the column is not nullable
    rename({ id, name: null, updatedAt }),
    // @ts-expect-error timestamps are dates
    rename({ id, name: 'Ada', updatedAt: '2026-11-30' }),
  ];
  expectTypeOf(writes).toBeFunction();
});

test('a parameter or a column that does not exist does not compile', () => {
  prepared(
    'misspelt parameter',
    ({ users }) => ({ id: users.id }),
    // @ts-expect-error the parameter is called id
    (read, { ident }) => read.select().from(read.tables.users).where(eq(read.tables.users.id, ident)),
  );
  prepared(
    'misspelt column',
    // @ts-expect-error the column is called id
    ({ users }) => ({ id: users.ident }),
    (read) => read.select().from(read.tables.users),
  );
});

test('lists, rows and null have the types of their columns', () => {
  const values = { ids: ['a', 'b'], pairs: [{ sku: 'A', price: 1 }], version: null, threshold: null };
  const run = (read: Reader, tx: Transaction) => [
    find(read, values),
    find(tx, values),
    // @ts-expect-error the list is no single value
    find(read, { ...values, ids: 'a' }),
    // @ts-expect-error the ids are text
    find(read, { ...values, ids: [1] }),
    // @ts-expect-error a row lacks its price
    find(read, { ...values, pairs: [{ sku: 'A' }] }),
    // @ts-expect-error a row has a misspelt field
    find(read, { ...values, pairs: [{ sku: 'A', prize: 1 }] }),
    // @ts-expect-error a version is a number
    find(read, { ...values, version: '1' }),
    // @ts-expect-error a write does not run on a reader
    rename(read, { id, name: 'Ada', updatedAt }),
  ];
  expectTypeOf(run).toBeFunction();
  const rows = (read: Reader) => find(read, values);
  expectTypeOf(rows).returns.resolves.toEqualTypeOf<{ sku: string }[]>();
});

test('a read cannot be deferred', () => {
  const defer = () =>
    // @ts-expect-error only what is built on a transaction can be deferred
    find({ ids: [], pairs: [], version: null, threshold: null });
  expectTypeOf(defer).toBeFunction();
});
