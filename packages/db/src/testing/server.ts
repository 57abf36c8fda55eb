import Sqlite from 'better-sqlite3';
import pg from 'pg';

/** The address of the database `name` on the server of `url`. */
export function addressOf(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

/** Runs one statement on a Postgres server, such as the creation of a database. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * Runs one statement on a test's database without its triggers, such as an edit of the stock ledger. Only the owner of
 * a database can do that.
 */
export async function onUnguardedDatabase(url: string, statement: string): Promise<void> {
  if (!url.startsWith('sqlite:')) return onServer(url, `set session_replication_role = replica; ${statement}`);
  const client = new Sqlite(url.slice('sqlite:'.length));
  try {
    const triggers = client
      .prepare<[], { name: string; sql: string }>("select name, sql from sqlite_master where type = 'trigger'")
      .all();
    client.exec(['begin immediate', ...triggers.map(({ name }) => `drop trigger ${name}`), statement].join(';'));
    for (const { sql } of triggers) client.exec(sql);
    client.exec('commit');
  } finally {
    client.close();
  }
}

/**
 * Removes the order events after a number, as a standby that was behind lacks them. The next events get their numbers.
 */
export function loseEvents(url: string, after: number): Promise<void> {
  const count = url.startsWith('sqlite:')
    ? `update sqlite_sequence set seq = ${after} where name = 'order_events'`
    : `select setval(pg_get_serial_sequence('order_events', 'id'), ${after})`;
  return onUnguardedDatabase(url, `delete from order_events where id > ${after}; ${count}`);
}

/** Runs one statement on a test's database that a `Database` does not allow. */
export async function onDatabase(url: string, statement: string): Promise<void> {
  if (!url.startsWith('sqlite:')) return onServer(url, statement);
  const client = new Sqlite(url.slice('sqlite:'.length));
  try {
    client.exec(statement);
  } finally {
    client.close();
  }
}
