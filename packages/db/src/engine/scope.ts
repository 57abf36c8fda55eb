import { AsyncLocalStorage } from 'node:async_hooks';

/** One run of a transaction. Async context carries it to all code that the transaction calls. */
export interface Scope {
  over: boolean;
}

const storage = new AsyncLocalStorage<Scope>();

export function runInScope<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
  return storage.run(scope, work);
}

/** Refuses nested transactions, which would wait for each other forever on SQLite, and for a connection on Postgres. */
export function refuseNesting(): void {
  if (inTransaction()) {
    throw new Error('transact() inside transact(): pass the transaction on instead of opening a second one.');
  }
}

/**
 * Refuses `db.read` inside a transaction, because it would miss the transaction's writes and need a second connection.
 */
export function refuseReadingBeside(): void {
  if (inTransaction()) {
    throw new Error('db.read inside transact(): read with the transaction instead.');
  }
}

function inTransaction(): boolean {
  const scope = storage.getStore();
  return scope !== undefined && !scope.over;
}

/** Refuses a query that was not awaited, because it could slip into the next transaction on the same connection. */
export function refuseStrangers(owner: Scope | undefined): void {
  if (owner === undefined || owner.over || storage.getStore() !== owner) {
    throw new Error('This transaction is over, or another one is open: await every query inside transact().');
  }
}
