/** Where a table of numbered rows ends. */
export interface End {
  /**
   * Every row up to this number can be read now, or will never be: none of them is in a transaction that is still
   * open. Undefined as long as transactions are open that were so when this was first asked.
   */
  readonly settled: number | undefined;
  /** The highest number that was given out, be it to a row that is not committed yet, or never will be. */
  readonly latest: number;
}

/**
 * Watches the end of a table whose rows the database numbers. Numbers are given out before the commit, so that a row
 * may appear behind one that was read already: who reads on from where he was must not read past `settled`.
 */
export interface Tail {
  find(): Promise<End>;
  /**
   * The database's history, by which a reader notifications that the database was replaced by an older state of itself: a standby
   * that was behind, or a restored backup. On Postgres it names the cluster and its timeline. SQLite has no such name, so
   * there it never changes.
   */
  history(): Promise<string>;
}
