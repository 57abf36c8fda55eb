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

/** Bytewise, because SQLite compares text so, and a list must have one order on every database. */
const bytewiseText = customType<{ data: string; driverData: string }>({ dataType: () => 'text collate "C"' });

/** Not drizzle's own, which parses what the driver has parsed: the text "123" would come back as a number. */
const json = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(value),
});

/** The column vocabulary on Postgres. It is the reference: the tables' TypeScript types are these. */
export const postgresVocabulary = {
  table: pgTable,
  /** UUIDv7, made by the application. */
  id: (name: string) => uuid(name),
  text: (name: string) => bytewiseText(name),
  integer: (name: string) => integer(name),
  /** Minor units of the store's currency, within JavaScript's safe integers. */
  money: (name: string) => bigint(name, { mode: 'number' }),
  /** The number of a change, which `moments` gives. */
  change: (name: string) => bigint(name, { mode: 'number' }),
  boolean: (name: string) => boolean(name),
  /** UTC, to the millisecond. */
  timestamp: (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' }),
  /** Unchecked on the way out: parse it with zod when reading. */
  json: (name: string) => json(name),
  /** A number that the database counts up, as the primary key. */
  sequence: (name: string) => bigint(name, { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  index,
  uniqueIndex,
  primaryKey,
  check,
};

export type Vocabulary = typeof postgresVocabulary;
