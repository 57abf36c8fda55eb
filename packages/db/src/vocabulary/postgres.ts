import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

/** Bytewise, because SQLite compares text this way and a list must have one order on every database. */
const bytewiseText = customType<{ data: string; driverData: string }>({ dataType: () => 'text collate "C"' });

/** Replaces drizzle's own type, which parses twice and would turn the text "123" into a number. */
const json = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(value),
});

/** The column vocabulary on Postgres. The tables take their TypeScript types from it. */
export const postgresVocabulary = {
  table: pgTable,
  /** UUIDv7, made by the application. */
  id: (name: string) => uuid(name),
  text: (name: string) => bytewiseText(name),
  integer: (name: string) => integer(name),
  /** Minor units of the store's currency, within JavaScript's safe integers. */
  money: (name: string) => bigint(name, { mode: 'number' }),
  /** The number of a change, from `snapshots`. */
  change: (name: string) => bigint(name, { mode: 'number' }),
  boolean: (name: string) => boolean(name),
  /** UTC, to the millisecond. */
  timestamp: (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' }),
  /** Not validated when it is read. Parse it with zod. */
  json: (name: string) => json(name),
  /** A primary key that the database counts up. */
  sequence: (name: string) => bigint(name, { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  index,
  uniqueIndex,
  primaryKey,
  check,
};

export type Vocabulary = typeof postgresVocabulary;
