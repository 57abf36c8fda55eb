import { getTableColumns, getTableName } from 'drizzle-orm';
import { expect, test } from 'vitest';
import * as postgresSchema from '../schema.postgres.ts';
import * as sqliteSchema from '../schema.sqlite.ts';
import { postgresVocabulary } from '../vocabulary/postgres.ts';
import { sqliteVocabulary } from '../vocabulary/sqlite.ts';
import { defineTables } from './index.ts';

const postgres = defineTables(postgresVocabulary);
const sqlite = defineTables(sqliteVocabulary);
const names = Object.keys(postgres) as (keyof typeof postgres)[];

test('both dialects have the same tables', () => {
  expect(Object.keys(sqlite)).toEqual(names);
});

// A missing table would get no migration.
test('every table is in both files that drizzle-kit reads', () => {
  expect(Object.keys(postgresSchema)).toEqual(expect.arrayContaining(names));
  expect(Object.keys(sqliteSchema)).toEqual(expect.arrayContaining(names));
});

test.for(names)('%s has the same name, columns and rules for empty values on both', (name) => {
  expect(getTableName(sqlite[name])).toBe(getTableName(postgres[name]));
  expect(columnsOf(sqlite[name])).toEqual(columnsOf(postgres[name]));
});

function columnsOf(table: (typeof postgres)[keyof typeof postgres]) {
  return Object.entries(getTableColumns(table)).map(([property, column]) => ({
    property,
    column: column.name,
    notNull: column.notNull,
    primary: column.primary,
    default: column.default,
  }));
}
