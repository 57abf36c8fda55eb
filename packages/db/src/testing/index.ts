import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Database, type DatabaseOptions, openDatabase } from '../index.ts';
import { addressOf, onServer } from './server.ts';
import type { Template } from './template.ts';

/** A database that exists until it is closed. */
export interface TestDatabase {
  readonly db: Database;
  readonly url: string;
  readonly dialect: Database['dialect'];
  /** A second `Database` on the same data, as another process would have it. It closes together with this one. */
  openAnother(options?: DatabaseOptions): Promise<Database>;
  /** Closes every connection and removes the data. */
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** `none` gives a database on which `migrate` has never run. */
  readonly tables?: 'migrated' | 'none';
  /** The address of a Postgres other than the test run's own. */
  readonly server?: string;
}

/**
 * A fresh database of the dialect that the tests run on; outside this repository's tests always SQLite.
 *
 * @example
 * const test = await createTestDatabase();
 * afterAll(() => test.close());
 */
export async function createTestDatabase(wanted: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { tables = 'migrated', server } = wanted;
  const template = server === undefined ? await givenTemplate() : emptyOn(server);
  const place =
    template?.dialect === 'postgres'
      ? await onPostgres(template, tables)
      : onSqlite(tables === 'migrated' ? template?.file : undefined);

  const opened: Database[] = [];
  const openAnother = async (options?: DatabaseOptions) => {
    const db = await openDatabase(place.url, options);
    opened.push(db);
    return db;
  };
  const db = await openAnother();
  if ((!template || server !== undefined) && tables === 'migrated') await db.migrate();
  return {
    db,
    url: place.url,
    dialect: db.dialect,
    openAnother,
    async close() {
      await Promise.all(opened.map((one) => one.close()));
      await place.remove();
    },
  };
}

interface Place {
  readonly url: string;
  remove(): void | Promise<void>;
}

function onSqlite(template: string | undefined): Place {
  const folder = mkdtempSync(join(template ? dirname(template) : tmpdir(), 'cartwright-test-'));
  const file = join(folder, 'shop.db');
  if (template) copyFileSync(template, file);
  return { url: `sqlite:${file}`, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function onPostgres(
  { server, name }: Template & { dialect: 'postgres' },
  tables: 'migrated' | 'none',
): Promise<Place> {
  const source = tables === 'migrated' ? name : emptyDatabase;
  const copy = `${name === emptyDatabase ? 'cartwright_test' : name}_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${copy} template ${source} strategy file_copy`);
  return {
    url: addressOf(server, copy),
    remove: () => onServer(server, `drop database ${copy} with (force)`),
  };
}

/** Every Postgres server has this empty template. */
const emptyDatabase = 'template0';

function emptyOn(server: string): Template & { dialect: 'postgres' } {
  return { dialect: 'postgres', server: addressOf(server, 'postgres'), name: emptyDatabase };
}

async function givenTemplate(): Promise<Template | undefined> {
  if (!process.env['VITEST']) return undefined;
  const { inject } = await import('vitest');
  return inject('databaseTemplate');
}

export { type Cluster, startCluster } from './cluster.ts';
export { dumpDatabase, type StoredValue } from './dump.ts';
export { eventually } from './eventually.ts';
export { fillDatabase } from './full.ts';
export { gate } from './gate.ts';
export { type GrownValues, growDatabase } from './grow.ts';
export { inFlight } from './in-flight.ts';
export { type RowsRead, rowsRead } from './rows-read.ts';
export { scansOf } from './scans.ts';
export { addressOf, loseEvents, onDatabase, onServer, onUnguardedDatabase } from './server.ts';
export { type SentStatement, sentStatements, statementsOf } from './statements.ts';
