import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Vocabulary } from './postgres.ts';

/** The column vocabulary on SQLite. */
export const sqliteVocabulary = asReference({
  table: sqliteTable,
  id: (name: string) => text(name),
  text: (name: string) => text(name),
  integer: (name: string) => integer(name),
  money: (name: string) => integer(name),
  change: (name: string) => integer(name),
  boolean: (name: string) => integer(name, { mode: 'boolean' }),
  timestamp: (name: string) => integer(name, { mode: 'timestamp_ms' }),
  json: (name: string) => text(name, { mode: 'json' }).$type<unknown>(),
  sequence: (name: string) => integer(name).primaryKey({ autoIncrement: true }),
  index,
  uniqueIndex,
  primaryKey,
  check,
});

/**
 * Types the vocabulary as Postgres's, so that one `defineTables` serves both. This is true at run time because every
 * word yields the same JavaScript values (string, number, boolean, Date, JSON) as its twin. The tests of this package
 * check it.
 */
function asReference(vocabulary: Record<keyof Vocabulary, unknown>): Vocabulary {
  return vocabulary as Vocabulary;
}
