/** The end of a table of numbered rows. */
export interface End {
  /**
   * The number up to which no open transaction can still add a row. Undefined while transactions are open that were
   * open at the first call.
   */
  readonly settled: number | undefined;
  /** The highest number that was given out. Its row may be uncommitted or rolled back. */
  readonly latest: number;
}

/**
 * Watches the end of a table whose rows the database numbers. The database gives out numbers before the commit, so a
 * row may appear behind one that was already read. A reader that continues from its position must not read past
 * `settled`.
 */
export interface Tail {
  find(): Promise<End>;
  /**
   * The identity of the database's history, which changes when an older state replaces the database, such as a standby
   * that was behind or a restored backup. Names the cluster and its timeline on Postgres. Never changes on SQLite.
   */
  history(): Promise<string>;
}
