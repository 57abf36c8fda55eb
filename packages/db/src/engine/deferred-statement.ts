import { is, Param, Placeholder, type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { addJobs, jobsParameter } from '../queue/postgres-jobs.ts';
import type { Transaction, Write } from './database.ts';
import type { DeferredWork } from './handles.ts';
import { isPrepared, type PreparedWrite } from './prepared-write.ts';

/** Computes one parameter of a statement from the values of a write. */
type Source = (values: Readonly<Record<string, unknown>>) => unknown;

interface Built {
  readonly text: string;
  /** The sources of the parameters, for each write. */
  readonly sources: readonly (readonly Source[])[];
}

export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

const mostKept = 500;
const dialect = new PgDialect();

/**
 * Builds one statement from all deferred writes and jobs of a transaction, because one round trip then carries them. A
 * statement that has only prepared writes is built once.
 */
export function createDeferredStatements(): (tx: Transaction, deferred: DeferredWork) => Statement | undefined {
  const kept = new Map<string, Built>();
  const numbers = new WeakMap<PreparedWrite['query'], number>();
  let last = 0;

  function numberOf({ query }: PreparedWrite): number {
    const number = numbers.get(query) ?? (last += 1);
    numbers.set(query, number);
    return number;
  }

  function built(tx: Transaction, { writes, jobs }: DeferredWork): Built {
    if (!writes.every(isPrepared)) return build(tx, writes, jobs.length > 0);
    const key = `${writes.map(numberOf).join()} ${jobs.length > 0}`;
    const statement = kept.get(key) ?? build(tx, writes, jobs.length > 0);
    // The number of different statements grows with the sizes of orders.
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, statement);
    return statement;
  }

  return (tx, deferred) => {
    const { writes, jobs } = deferred;
    if (writes.length === 0 && jobs.length === 0) return undefined;
    const { text, sources } = built(tx, deferred);
    const values: unknown[] = [];
    writes.forEach((write, index) => {
      const given = isPrepared(write) ? write.values : {};
      for (const source of sources[index] ?? []) values.push(source(given));
    });
    if (jobs.length > 0) values.push(jobsParameter(jobs));
    return { text, values };
  };
}

function build(tx: Transaction, writes: readonly (Write | PreparedWrite)[], hasJobs: boolean): Built {
  const parts = writes.map((write) => (isPrepared(write) ? write.query.build(tx) : write).getSQL());
  const named = parts.map((part, index) => sql`${sql.identifier(`write_${index}`)} as (${part})`);
  const last: SQL = hasJobs ? addJobs(sql.placeholder('jobs')) : sql`select 1`;
  const { sql: text, params } = dialect.sqlToQuery(
    parts.length === 0 ? last : sql`with ${sql.join(named, sql`, `)} ${last}`,
  );
  let start = 0;
  const sources = parts.map((part) => {
    const count = dialect.sqlToQuery(part).params.length;
    return params.slice(start, (start += count)).map(sourceOf);
  });
  return { text, sources };
}

/** Resolved once for each parameter, because drizzle would inspect it on each run. */
function sourceOf(parameter: unknown): Source {
  if (is(parameter, Placeholder)) return (values) => valueOf(values, parameter.name);
  if (is(parameter, Param) && is(parameter.value, Placeholder)) {
    const { encoder, value } = parameter;
    return (values) => encoder.mapToDriverValue(valueOf(values, value.name));
  }
  return () => parameter;
}

function valueOf(values: Readonly<Record<string, unknown>>, name: string): unknown {
  if (!(name in values)) throw new Error(`There is no value for ${name}.`);
  return values[name];
}
