import pg from 'pg';

/**
 * The values of some columns of the added rows, by table and column. Each is an expression of SQL in which `n` counts
 * the rows from 1.
 */
export type GrownValues = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Adds `rows` rows to each table of a Postgres database except `kept`. Row `n` of a table copies the fullest row there
 * is, has id `n`, and belongs to the rows `n` of other tables. Its times are five minutes apart, on their side of now.
 */
export async function growDatabase(
  url: string,
  { rows, kept, values }: { rows: number; kept: readonly string[]; values: GrownValues },
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // No triggers run, and so no foreign key is checked.
    await client.query(`set session_replication_role = replica; set maintenance_work_mem = '256MB'`);
    const { rows: tables } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename <> all($1)`,
      [kept],
    );
    for (const { name } of tables) await grow(client, name, rows, values[name] ?? {});
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly isUnique: boolean;
}

async function grow(client: pg.Client, table: string, rows: number, chosen: Readonly<Record<string, string>>) {
  const { rows: columns } = await client.query<Column>(
    `select attname as name, format_type(atttypid, null) as type, attnotnull as "isRequired", exists (
       select from pg_index where indrelid = attrelid and indisunique and attnum = any(indkey)
     ) and not exists (
       select from pg_constraint where conrelid = attrelid and contype = 'c' and conkey = array[attnum]
     ) as "isUnique"
     from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''`,
    [`"${table}"`],
  );
  // The added rows need not be what the shop would write.
  const { rows: checks } = await client.query<{ drop: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop
     from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
    [`"${table}"`],
  );
  for (const { drop } of checks) await client.query(drop);
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const expressions = columns.map((column) => chosen[column.name] ?? copied(column)).join(', ');
  // An index is built faster than it grows.
  const { rows: indexes } = await client.query<{ drop: string; create: string }>(
    `select format('drop index %I', indexrelid::regclass::text) as drop, pg_get_indexdef(indexrelid) as create
     from pg_index left join pg_constraint on conindid = indexrelid
     where indrelid = $1::regclass and conindid is null`,
    [`"${table}"`],
  );
  for (const { drop } of indexes) await client.query(drop);
  await client.query(
    `insert into "${table}" (${names}) select ${expressions}
     from generate_series(1, ${rows}) as n
     left join (select * from "${table}" order by num_nonnulls(${names}) desc limit 1) as one on true`,
  );
  for (const { create } of indexes) await client.query(create);
}

function copied({ name, type, isRequired, isUnique }: Column): string {
  const column = `one."${name}"`;
  const empty = emptyValues[type] ?? '0';
  const value = isRequired ? `coalesce(${column}, ${empty})` : column;
  if (type === 'uuid') return `case when ${value} is not null then lpad(to_hex(n), 32, '0')::uuid end`;
  if (type === 'text' && isUnique) return `${value} || n`;
  if (type.startsWith('timestamp'))
    return `${value} + sign(extract(epoch from ${value} - now())) * n * interval '5 minutes'`;
  return value;
}

/** The values of an empty table's required columns. */
const emptyValues: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: `''`,
  boolean: 'false',
  jsonb: `'{}'`,
  'timestamp with time zone': `now() - interval '1 second'`,
};
