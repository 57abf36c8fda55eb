import Sqlite from 'better-sqlite3';
import pg from 'pg';

/** The address of the database `name` on the server that `url` is an address of. */
export function addressOf(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

/** One statement on a Postgres server, such as the creation of a database. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** One statement on a test's database, for what a `Database` lets nobody do. */
export async function onDatabase(url: string, statement: string): Promise<void> {
  if (!url.startsWith('sqlite:')) return onServer(url, statement);
  const client = new Sqlite(url.slice('sqlite:'.length));
  try {
    client.exec(statement);
  } finally {
    client.close();
  }
}
