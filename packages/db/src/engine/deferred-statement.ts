import { is, Param, Placeholder, type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { isPreparedRun, type PreparedRun } from './prepared.ts';
import type { SqlTransaction, Write } from './sql.ts';

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

type Run = PreparedRun<unknown, SqlTransaction>;
type DeferredWrites = readonly (Write | Run)[];

const mostKept = 500;
const dialect = new PgDialect();

/** The part of a statement that follows the writes, with one parameter. */
export type LastPart = (parameter: Placeholder) => SQL;

/**
 * Builds one statement from all deferred writes of a transaction and `lastPart`, because one round trip then carries
 * them. A statement that has only prepared writes is built once.
 *
 * @returns a function that takes the writes, and the parameter of `lastPart` if the statement has one
 */
export function createDeferredStatements(
  lastPart: LastPart,
): (tx: SqlTransaction, writes: DeferredWrites, last: string | undefined) => Statement | undefined {
  const kept = new Map<string, Built>();
  const numbers = new WeakMap<Run['statement'], number>();
  let last = 0;

  function numberOf({ statement }: Run): number {
    const number = numbers.get(statement) ?? (last += 1);
    numbers.set(statement, number);
    return number;
  }

  function built(tx: SqlTransaction, writes: DeferredWrites, hasLast: boolean): Built {
    const part = hasLast ? lastPart : undefined;
    if (!writes.every(isPreparedRun)) return build(tx, writes, part);
    const key = `${writes.map(numberOf).join()} ${hasLast}`;
    const statement = kept.get(key) ?? build(tx, writes, part);
    // The number of different statements grows with the kinds of writes that travel together.
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, statement);
    return statement;
  }

  return (tx, writes, last) => {
    if (writes.length === 0 && last === undefined) return undefined;
    const { text, sources } = built(tx, writes, last !== undefined);
    const values: unknown[] = [];
    writes.forEach((write, index) => {
      const given = isPreparedRun(write) ? write.values : {};
      for (const source of sources[index] ?? []) values.push(source(given));
    });
    if (last !== undefined) values.push(last);
    return { text, values };
  };
}

function build(tx: SqlTransaction, writes: DeferredWrites, lastPart: LastPart | undefined): Built {
  const parts = writes.map((write) => (isPreparedRun(write) ? write.statement.build(tx) : write).getSQL());
  const named = parts.map((part, index) => sql`${sql.identifier(`write_${index}`)} as (${part})`);
  const last = lastPart ? lastPart(sql.placeholder('last')) : sql`select 1`;
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
