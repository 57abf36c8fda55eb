import type Sqlite from 'better-sqlite3';
import { type TraceQuery, untraced } from './tracing.ts';

const mostKept = 500;
const longestText = 10_000;

/** Wraps the connection for drizzle: `check` runs before each statement, and repeated statements are prepared once. */
export function withKeptStatements(
  client: Sqlite.Database,
  check: () => void,
  trace: TraceQuery = untraced,
): Sqlite.Database {
  const kept = new Map<string, CheckedStatement>();
  const prepare = (source: string): CheckedStatement => {
    const known = kept.get(source);
    // Moves the statement to the end, because the first one is dropped when the cache is full.
    if (known) kept.delete(source);
    const statement = known ?? new CheckedStatement(client.prepare(source), check, trace);
    if (source.length <= longestText) kept.set(source, statement);
    if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? '');
    return statement;
  };
  return new Proxy(client, {
    get(target, property) {
      if (property === 'prepare') return prepare;
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The part of a statement that drizzle uses. Each run chooses whether rows come as arrays. */
class CheckedStatement {
  readonly #statement: Sqlite.Statement;
  readonly #check: () => void;
  readonly #trace: TraceQuery;

  constructor(statement: Sqlite.Statement, check: () => void, trace: TraceQuery) {
    this.#statement = statement;
    this.#check = check;
    this.#trace = trace;
  }

  run(...values: unknown[]): Sqlite.RunResult {
    this.#check();
    return this.#trace(this.#statement.source, () => this.#statement.run(...values));
  }

  all(...values: unknown[]): unknown[] {
    this.#check();
    return this.#trace(this.#statement.source, () => this.#rows(false).all(...values));
  }

  get(...values: unknown[]): unknown {
    this.#check();
    return this.#trace(this.#statement.source, () => this.#rows(false).get(...values));
  }

  raw(): Pick<CheckedStatement, 'all' | 'get'> {
    return this.#raw;
  }

  readonly #raw = {
    all: (...values: unknown[]) => {
      this.#check();
      return this.#trace(this.#statement.source, () => this.#rows(true).all(...values));
    },
    get: (...values: unknown[]) => {
      this.#check();
      return this.#trace(this.#statement.source, () => this.#rows(true).get(...values));
    },
  };

  #rows(asArrays: boolean): Sqlite.Statement {
    return this.#statement.reader ? this.#statement.raw(asArrays) : this.#statement;
  }
}
