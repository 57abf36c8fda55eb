import { lastLedgerId, type Shop, variantsChangedSince } from '@cartwright/api';

/** What lists show of stock may be 5 s old, and what a look finds may be as old as the look before. */
const freshMilliseconds = 4_000;
/** A transaction gets the numbers of its ledger rows before it commits, and is given up after 10 s. */
const longestTransaction = 12_000;
/** Rows that transactions may have begun to write before the first look. */
const headStart = 1_000;

/**
 * Finds changes of stock in the ledger, whether or not somebody announced them: orders announce theirs after the commit,
 * and whoever dies in between never does.
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

  /** @param onChange told which stock has changed, and how many milliseconds ago at the most */
  constructor(db: Shop['db'], now: () => number, onChange: (variantIds: readonly string[], age: number) => void) {
    this.#db = db;
    this.#tail = db.tail(db.tables.stockLedger.id);
    this.#now = now;
    this.#onChange = onChange;
  }

  /** Whether the last look is recent enough to trust what is kept. */
  isCurrent(): boolean {
    const age = this.#now() - this.#lookedAt;
    // Below 0 the clock was put back.
    return age >= 0 && age < freshMilliseconds;
  }

  /** Looks, unless somebody does already. */
  async catchUp(): Promise<void> {
    await (this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    }));
  }

  async #look(): Promise<void> {
    const at = this.#now();
    const ledgerId = await lastLedgerId(this.#db);
    const history = await this.#tail.history();
    // The database was replaced by an older state of itself, so that the marks say nothing about its numbers.
    if (history !== this.#history || ledgerId < (this.#marks.at(-1)?.ledgerId ?? 0)) this.#marks.length = 0;
    this.#history = history;
    const since = this.#mark(at) ?? Math.max(0, ledgerId - headStart);
    const variantIds = await variantsChangedSince(this.#db, since);
    if (variantIds.length > 0) this.#onChange(variantIds, this.#now() - this.#lookedAt);
    this.#marks.push({ at, ledgerId: this.#marks.length === 0 ? since : ledgerId });
    this.#lookedAt = at;
  }

  /** The last row before which no open transaction can write any more. */
  #mark(now: number): number | undefined {
    while ((this.#marks[1]?.at ?? now) < now - longestTransaction) this.#marks.shift();
    return this.#marks[0]?.ledgerId;
  }
}
