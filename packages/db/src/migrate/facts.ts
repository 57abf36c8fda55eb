/** Called after each statement of the migrations that are applied. */
export type MigrationProgress = (done: number, total: number) => void;

export interface DatabaseFacts {
  /** Such as `PostgreSQL 18.4`. */
  readonly version: string;
  /** The time by the database's clock. */
  readonly now: Date;
  /** Migrations of this version that were applied, and those that are missing. */
  readonly applied: number;
  readonly missing: number;
  /** Migrations that this version does not know, because a newer version applied them. */
  readonly unknown: number;
}
