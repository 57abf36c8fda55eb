import Sqlite from 'better-sqlite3';
import pg from 'pg';

/** One stored value as text. */
export interface StoredValue {
  readonly table: string;
  readonly column: string;
  readonly value: string;
}

/** Every value in every table of a test's database, including the queue's tables. */
export async function dumpDatabase(url: string): Promise<StoredValue[]> {
  const tables = url.startsWith('sqlite:') ? dumpSqlite(url.slice('sqlite:'.length)) : await dumpPostgres(url);
  return [...tables].flatMap(([table, rows]) =>
    rows.flatMap((row) => Object.entries(row).map(([column, value]) => ({ table, column, value: asText(value) }))),
  );
}

type Rows = Record<string, unknown>[];

function dumpSqlite(file: string): Map<string, Rows> {
  const client = new Sqlite(file, { readonly: true });
  try {
    const names = client
      .prepare<[], { name: string }>("select name from sqlite_master where type = 'table' and sql not like '%virtual%'")
      .all();
    return new Map(names.map(({ name }) => [name, client.prepare<[], Rows[number]>(`select * from "${name}"`).all()]));
  } finally {
    client.close();
  }
}

async function dumpPostgres(url: string): Promise<Map<string, Rows>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: names } = await client.query<{ schema: string; name: string }>(
      `select table_schema as schema, table_name as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const tables = new Map<string, Rows>();
    for (const { schema, name } of names) {
      tables.set(name, (await client.query<Rows[number]>(`select * from "${schema}"."${name}"`)).rows);
    }
    return tables;
  } finally {
    await client.end();
  }
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return JSON.stringify(value) ?? '';
}
