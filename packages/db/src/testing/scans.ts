import Sqlite from 'better-sqlite3';
import pg from 'pg';

/** A table that a statement reads in full, because no index leads to its rows. */
interface Scan {
  readonly table: string;
  readonly statement: string;
}

/**
 * The tables that these statements read in full, by their plans on a test's database. Small tables show it too, because
 * Postgres is told to avoid full reads wherever an index can lead to the rows.
 *
 * @throws the error of a statement that cannot be planned
 */
export async function scansOf(url: string, statements: Iterable<string>): Promise<Scan[]> {
  const planOf = url.startsWith('sqlite:') ? sqlitePlans(url.slice('sqlite:'.length)) : await postgresPlans(url);
  try {
    const scans: Scan[] = [];
    for (const statement of statements) {
      for (const table of await planOf.tablesReadWhole(statement)) scans.push({ table, statement });
    }
    return scans;
  } finally {
    await planOf.close();
  }
}

interface Plans {
  tablesReadWhole(statement: string): string[] | Promise<string[]>;
  close(): void | Promise<void>;
}

function sqlitePlans(file: string): Plans {
  const client = new Sqlite(file);
  const tables = new Set(
    client
      .prepare<[], { name: string }>("select name from sqlite_master where type = 'table'")
      .all()
      .map(({ name }) => name),
  );
  return {
    tablesReadWhole(statement) {
      const explained = client.prepare<unknown[], { detail: string }>(`explain query plan ${statement}`);
      const values = Array.from({ length: statement.split('?').length - 1 }, () => null);
      const details = explained.all(...values).map(({ detail }) => detail);
      // A page is read in the order of an index, and only to its end.
      const isPage =
        /\blimit \?/.test(statement) && !details.some((detail) => /TEMP B-TREE FOR .*ORDER BY/.test(detail));
      if (isPage) return [];
      // Names without a table are subqueries, whose tables are in the plan too.
      return details
        .flatMap((detail) => /^SCAN (\S+)(?!.*VIRTUAL TABLE)/.exec(detail)?.[1] ?? [])
        .filter((name) => tables.has(name));
    },
    close: () => void client.close(),
  };
}

/** One step of a plan, as Postgres writes it. */
interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Step[];
}

async function postgresPlans(url: string): Promise<Plans> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('set enable_seqscan = off');
  return {
    async tablesReadWhole(statement) {
      const explain = `explain (generic_plan, format json) ${statement}`;
      const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Step }[] }>(explain);
      return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => wholeIn(Plan)));
    },
    close: () => client.end(),
  };
}

/** Steps that pass rows on as they come. */
const passing = /^(Limit|Nested Loop|Memoize|Subquery Scan|Result|Incremental Sort)$/;

/** @param isPage whether the step reads its rows in order, and only to the end of a page */
function wholeIn(step: Step, isPage = false): string[] {
  const { 'Node Type': type, 'Relation Name': table, 'Index Cond': condition, Plans: inner = [] } = step;
  const isWhole = type === 'Seq Scan' || (/^Index (Only )?Scan/.test(type) && condition === undefined && !isPage);
  const goesOn = passing.test(type) && (isPage || type === 'Limit');
  const within = inner.flatMap((one, index) => wholeIn(one, goesOn && index === 0));
  return [...(isWhole && table !== undefined ? [table] : []), ...within];
}
