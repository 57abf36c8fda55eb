import { lastLedgerId, type Shop, variantsChangedSince } from '@cartwright/api';

/** What is shown of stock may be 5 s old. */
const freshMilliseconds = 4_000;
/** A transaction gets the numbers of its ledger rows before it commits, and is given up after 10 s. */
const longestTransaction = 12_000;
/** Rows that transactions may have begun to write before the first look. */
const headStart = 1_000;

/**
 * Finds changes of stock that nobody announced, in the ledger: orders announce theirs after the commit, and whoever
 * dies in between never does.
 */
export class StockWatch {
  readonly #db: Shop['db'];
  readonly #onChange: (variantIds: readonly string[]) => void;
  readonly #marks: { readonly at: number; readonly ledgerId: number }[] = [];
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;

  constructor(db: Shop['db'], onChange: (variantIds: readonly string[]) => void) {
    this.#db = db;
    this.#onChange = onChange;
  }

  /** Whether the last look is recent enough to trust what is kept. */
  isCurrent(): boolean {
    return performance.now() - this.#lookedAt < freshMilliseconds;
  }

  /** Looks, unless somebody does already. */
  async catchUp(): Promise<void> {
    await (this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    }));
  }

  async #look(): Promise<void> {
    const at = performance.now();
    const ledgerId = await lastLedgerId(this.#db);
    const since = this.#mark(at) ?? Math.max(0, ledgerId - headStart);
    const variantIds = await variantsChangedSince(this.#db, since);
    if (variantIds.length > 0) this.#onChange(variantIds);
    this.#marks.push({ at, ledgerId: this.#marks.length === 0 ? since : ledgerId });
    this.#lookedAt = at;
  }

  /** The last row before which no open transaction can write any more. */
  #mark(now: number): number | undefined {
    while ((this.#marks[1]?.at ?? now) < now - longestTransaction) this.#marks.shift();
    return this.#marks[0]?.ledgerId;
  }
}
