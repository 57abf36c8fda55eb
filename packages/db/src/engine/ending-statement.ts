import { fillPlaceholders, type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { addJobs, jobsParameter } from '../queue/postgres.ts';
import type { Transaction, Write } from './database.ts';
import type { Ending } from './handles.ts';
import { type HotWrite, isHot } from './hot-write.ts';

interface Built {
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** How many of the parameters each write has. */
  readonly counts: readonly number[];
}

export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

const mostKept = 500;
const dialect = new PgDialect();

/**
 * Everything that a transaction has left to write, in one statement: what it costs is one round trip, not one each. A
 * statement of hot writes alone is built once.
 */
export function createEndingStatements(): (tx: Transaction, ending: Ending) => Statement | undefined {
  const kept = new Map<string, Built>();
  const numbers = new WeakMap<HotWrite['query'], number>();
  let last = 0;

  function numberOf({ query }: HotWrite): number {
    const number = numbers.get(query) ?? (last += 1);
    numbers.set(query, number);
    return number;
  }

  function built(tx: Transaction, { writes, jobs }: Ending): Built {
    if (!writes.every(isHot)) return build(tx, writes, jobs.length > 0);
    const key = `${writes.map(numberOf).join()} ${jobs.length > 0}`;
    const statement = kept.get(key) ?? build(tx, writes, jobs.length > 0);
    // There are as many as there are sizes of orders.
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, statement);
    return statement;
  }

  return (tx, ending) => {
    const { writes, jobs } = ending;
    if (writes.length === 0 && jobs.length === 0) return undefined;
    const { text, parameters, counts } = built(tx, ending);
    let start = 0;
    const values = writes.flatMap((write, index) => {
      const own = parameters.slice(start, (start += counts[index] ?? 0));
      return isHot(write) ? fillPlaceholders(own, write.values) : own;
    });
    return { text, values: jobs.length > 0 ? [...values, jobsParameter(jobs)] : values };
  };
}

function build(tx: Transaction, writes: readonly (Write | HotWrite)[], hasJobs: boolean): Built {
  const parts = writes.map((write) => (isHot(write) ? write.query.build(tx) : write).getSQL());
  const named = parts.map((part, index) => sql`${sql.identifier(`write_${index}`)} as (${part})`);
  const last: SQL = hasJobs ? addJobs(sql.placeholder('jobs')) : sql`select 1`;
  const { sql: text, params } = dialect.sqlToQuery(
    parts.length === 0 ? last : sql`with ${sql.join(named, sql`, `)} ${last}`,
  );
  return { text, parameters: params, counts: parts.map((part) => dialect.sqlToQuery(part).params.length) };
}
