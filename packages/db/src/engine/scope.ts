import { AsyncLocalStorage } from 'node:async_hooks';

/** One run of a transaction, known to everything that is called from it, and to what outlives it by mistake. */
export interface Scope {
  over: boolean;
}

const storage = new AsyncLocalStorage<Scope>();

export function runInScope<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
  return storage.run(scope, work);
}

/** Nested transactions would wait for one another for ever on SQLite and for a free connection on Postgres. */
export function refuseNesting(): void {
  if (inTransaction()) {
    throw new Error('transact() inside transact(): pass the transaction on instead of opening a second one.');
  }
}

/** Reading beside one's own transaction misses its writes and holds a second connection. */
export function refuseReadingBeside(): void {
  if (inTransaction()) {
    throw new Error('db.read inside transact(): read with the transaction instead.');
  }
}

function inTransaction(): boolean {
  const scope = storage.getStore();
  return scope !== undefined && !scope.over;
}

/** A query that was not awaited must not slip into the next transaction on the same connection. */
export function refuseStrangers(owner: Scope | undefined): void {
  if (owner === undefined || owner.over || storage.getStore() !== owner) {
    throw new Error('This transaction is over, or another one is open: await every query inside transact().');
  }
}
