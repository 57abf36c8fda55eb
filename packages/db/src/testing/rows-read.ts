import pg from 'pg';
import type { SentStatement } from './statements.ts';

/** The number of rows of a table that a statement reads, with the step of its plan that reads them. */
export interface RowsRead {
  readonly table: string;
  readonly rows: number;
  readonly step: string;
  readonly statement: string;
}

/** One step of a plan, as Postgres writes it. Its actual numbers of rows are means for each loop. */
interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Plan Rows': number;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Step[];
}

/**
 * Runs each statement with its values on a Postgres database and rolls it back. Counts all rows that it reads of each
 * table, also those that its conditions drop. A write whose row exists by now is refused by a constraint, so it has
 * Postgres's estimate instead.
 */
export async function rowsRead(url: string, statements: Iterable<SentStatement>): Promise<RowsRead[]> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  try {
    // Rows that the statements refer to may be gone.
    await client.query('set session_replication_role = replica');
    const { rows: tables } = await client.query<{ name: string; rows: number }>(
      'select relname as name, reltuples as rows from pg_class',
    );
    const sizes = new Map(tables.map(({ name, rows }) => [name, rows]));
    const all: RowsRead[] = [];
    for (const { text, values } of statements) {
      const explain = async (options: string): Promise<Step[]> => {
        await client.query('begin');
        try {
          const explained = `explain (${options}, format json) ${text}`;
          const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Step }[] }>(explained, [...values]);
          return rows.flatMap((row) => row['QUERY PLAN'].map(({ Plan }) => Plan));
        } finally {
          await client.query('rollback');
        }
      };
      const steps = await explain('analyze, timing off').catch((error: unknown) => {
        if (!isConstraint(error)) throw error;
        return explain('costs on');
      });
      all.push(...steps.flatMap((step) => readsIn(step, sizes)).map((read) => ({ ...read, statement: text })));
    }
    return all;
  } finally {
    await client.end();
  }
}

function isConstraint(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code?.startsWith('23') === true;
}

function readsIn(step: Step, sizes: ReadonlyMap<string, number>): Omit<RowsRead, 'statement'>[] {
  const { 'Node Type': type, 'Relation Name': table, Plans: inner = [] } = step;
  const within = inner.flatMap((one) => readsIn(one, sizes));
  if (table === undefined || !type.includes('Scan')) return within;
  return [{ table, rows: Math.round(rowsOf(step, table, sizes)), step: type }, ...within];
}

function rowsOf(step: Step, table: string, sizes: ReadonlyMap<string, number>): number {
  const { 'Node Type': type, 'Actual Rows': passed, 'Actual Loops': loops = 1 } = step;
  if (passed === undefined) return type === 'Seq Scan' ? (sizes.get(table) ?? 0) : step['Plan Rows'];
  return loops * (passed + (step['Rows Removed by Filter'] ?? 0) + (step['Rows Removed by Index Recheck'] ?? 0));
}
