import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { driverError } from './errors.ts';
import { refuseStrangers, type Scope } from './scope.ts';
import { named, type StatementNames } from './statement-names.ts';
import type { TraceQuery } from './tracing.ts';

/**
 * One connection of the pool with its drizzle handle, usable only by the transaction that owns it. Sends BEGIN with the
 * first statement and COMMIT with the last one, if that is announced, which saves a round trip each.
 */
export class TransactionConnection {
  readonly drizzle;
  readonly #client: pg.PoolClient;
  readonly #nameOf: StatementNames;
  readonly #trace: TraceQuery;
  owner: Scope | undefined;
  #hasBegun = false;
  #isLast = false;
  #hasCommitted = false;
  #failure: Error | undefined;
  #isCorked = false;

  constructor(client: pg.PoolClient, nameOf: StatementNames, trace: TraceQuery) {
    this.#client = client;
    this.#nameOf = nameOf;
    this.#trace = trace;
    // Drizzle calls nothing but `query()` on a client, as long as its own `transaction()` is not used.
    this.drizzle = drizzle(this as unknown as pg.PoolClient);
  }

  /** Drizzle's entry: runs a statement of the transaction that owns the connection. */
  query(config: pg.QueryConfig, values: unknown[]): Promise<pg.QueryResult> {
    refuseStrangers(this.owner);
    return this.#trace(config.text, () => this.send(config, values));
  }

  send(config: pg.QueryConfig, values: unknown[]): Promise<pg.QueryResult> {
    this.#cork();
    const statement = named(config, this.#nameOf);
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      return together(this.#client.query('begin'), this.#run(statement, values)).then(([, result]) => result);
    }
    if (!this.#isLast) return this.#run(statement, values);
    this.#isLast = false;
    this.#hasCommitted = true;
    return together(this.#run(statement, values), this.#client.query('commit')).then(([result]) => result);
  }

  #run(statement: pg.QueryConfig, values: unknown[]): Promise<pg.QueryResult> {
    const result = this.#client.query(statement, values);
    result.catch((error: Error) => (this.#failure ??= error));
    return result;
  }

  /** Returns the failure behind an error, because Postgres refuses every statement after one that has failed. */
  causeOf(error: unknown): unknown {
    return driverError(error)?.code === '25P02' ? (this.#failure ?? error) : error;
  }

  /** Announces that the next statement is the last one. If it fails, the COMMIT behind it rolls back. */
  expectLast(): void {
    this.#isLast = true;
  }

  async commit(): Promise<void> {
    if (this.#hasBegun && !this.#hasCommitted) await this.#client.query('commit');
  }

  /** @returns the error that makes the connection useless, if there is one */
  async rollback(): Promise<Error | undefined> {
    if (!this.#hasBegun || this.#hasCommitted) return undefined;
    return this.#client.query('rollback').then(
      () => undefined,
      (error: Error) => error,
    );
  }

  /** @param owner the transaction that begins; undefined after one has ended */
  handOver(owner: Scope | undefined): void {
    this.owner = owner;
    this.#hasBegun = false;
    this.#isLast = false;
    this.#hasCommitted = false;
    this.#failure = undefined;
  }

  /** Collects the statements of one turn of the event loop into one packet. */
  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    const { stream } = this.#client.connection;
    stream.cork();
    process.nextTick(() => {
      this.#isCorked = false;
      stream.uncork();
    });
  }
}

/** Waits for both answers before it rejects, because the connection must be idle before its next owner gets it. */
async function together<Result>(first: Promise<Result>, second: Promise<Result>): Promise<[Result, Result]> {
  const [one, other] = await Promise.allSettled([first, second]);
  if (one.status === 'rejected') throw one.reason;
  if (other.status === 'rejected') throw other.reason;
  return [one.value, other.value];
}
