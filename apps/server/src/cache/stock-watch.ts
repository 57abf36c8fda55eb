import { lastLedgerId, variantsChangedSince } from '@cartwright/api';
import type { Shop } from '@cartwright/kernel/shop';

/** Lists may show stock that is 5 s old, and a look may find changes as old as the look before. */
const freshMilliseconds = 4_000;
/** A transaction gets the ids of its ledger rows before it commits, and is rolled back after 10 s. */
const longestTransaction = 12_000;
/** Rows that open transactions may have begun to write before the first look. */
const headStart = 1_000;

/**
 * Finds changes of stock in the ledger, whether or not a process announced them. Orders announce theirs after the
 * commit, and a process that dies in between never does.
 */
export class StockWatch {
  readonly #db: Shop['db'];
  readonly #now: () => number;
  readonly #onChange: (variantIds: readonly string[], age: number) => void;
  readonly #marks: { readonly at: number; readonly ledgerId: number }[] = [];
  readonly #tail: ReturnType<Shop['db']['tail']>;
  #history = '';
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;

  /** @param onChange receives the changed variants and the highest possible age of the changes, in milliseconds */
  constructor(db: Shop['db'], now: () => number, onChange: (variantIds: readonly string[], age: number) => void) {
    this.#db = db;
    this.#tail = db.tail(db.tables.stockLedger.id);
    this.#now = now;
    this.#onChange = onChange;
  }

  /** Tells whether the last look is recent enough to trust the cached responses. */
  isCurrent(): boolean {
    const age = this.#now() - this.#lookedAt;
    // A negative age means that the clock was set back.
    return age >= 0 && age < freshMilliseconds;
  }

  /** Looks once. Concurrent calls share one look. */
  async catchUp(): Promise<void> {
    await (this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    }));
  }

  async #look(): Promise<void> {
    const at = this.#now();
    const ledgerId = await lastLedgerId(this.#db);
    const history = await this.#tail.history();
    // An older state replaced the database, so the marks say nothing about its ids.
    if (history !== this.#history || ledgerId < (this.#marks.at(-1)?.ledgerId ?? 0)) this.#marks.length = 0;
    this.#history = history;
    const since = this.#mark(at) ?? Math.max(0, ledgerId - headStart);
    const variantIds = await variantsChangedSince(this.#db, since);
    if (variantIds.length > 0) this.#onChange(variantIds, this.#now() - this.#lookedAt);
    this.#marks.push({ at, ledgerId: this.#marks.length === 0 ? since : ledgerId });
    this.#lookedAt = at;
  }

  /** The last ledger row before which no open transaction can still write. */
  #mark(now: number): number | undefined {
    while ((this.#marks[1]?.at ?? now) < now - longestTransaction) this.#marks.shift();
    return this.#marks[0]?.ledgerId;
  }
}
