import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { refuseStrangers, type Scope } from './scope.ts';
import { named, type StatementNames } from './statement-names.ts';
import type { TraceQuery } from './tracing.ts';

/**
 * One connection of the pool with its drizzle handle, usable only by the transaction that holds it. BEGIN travels with
 * the transaction's first statement and COMMIT with its last, where that is known: a round trip less each.
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
  #isCorked = false;

  constructor(client: pg.PoolClient, nameOf: StatementNames, trace: TraceQuery) {
    this.#client = client;
    this.#nameOf = nameOf;
    this.#trace = trace;
    // Of a client drizzle calls query() alone, as long as its own transaction() is not used.
    this.drizzle = drizzle(this as unknown as pg.PoolClient);
  }

  /** For drizzle: a statement of the transaction that is being run. */
  query(config: pg.QueryConfig, values: unknown[]): Promise<pg.QueryResult> {
    refuseStrangers(this.owner);
    return this.#trace(config.text, () => this.send(config, values));
  }

  send(config: pg.QueryConfig, values: unknown[]): Promise<pg.QueryResult> {
    this.#cork();
    const statement = named(config, this.#nameOf);
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      return together(this.#client.query('begin'), this.#client.query(statement, values)).then(([, result]) => result);
    }
    if (!this.#isLast) return this.#client.query(statement, values);
    this.#isLast = false;
    this.#hasCommitted = true;
    return together(this.#client.query(statement, values), this.#client.query('commit')).then(([result]) => result);
  }

  /** To be called before the last statement: if that fails, the commit behind it is a rollback. */
  expectLast(): void {
    this.#isLast = true;
  }

  async commit(): Promise<void> {
    if (this.#hasBegun && !this.#hasCommitted) await this.#client.query('commit');
  }

  /** @returns what makes the connection useless, if anything does */
  async rollback(): Promise<Error | undefined> {
    if (!this.#hasBegun || this.#hasCommitted) return undefined;
    return this.#client.query('rollback').then(
      () => undefined,
      (error: Error) => error,
    );
  }

  /** @param owner of the transaction that begins; of none when one is over */
  handOver(owner: Scope | undefined): void {
    this.owner = owner;
    this.#hasBegun = false;
    this.#isLast = false;
    this.#hasCommitted = false;
  }

  /** What is sent without waiting in between goes out in one packet. */
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

/** Resolves, or rejects with the first fault, when both are answered: until then the connection is nobody else's. */
async function together<Result>(first: Promise<Result>, second: Promise<Result>): Promise<[Result, Result]> {
  const [one, other] = await Promise.allSettled([first, second]);
  if (one.status === 'rejected') throw one.reason;
  if (other.status === 'rejected') throw other.reason;
  return [one.value, other.value];
}
