import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import type { DatabaseFacts, MigrationProgress } from './facts.ts';

type Dialect = 'sqlite' | 'postgres';

const packageFile = createRequire(import.meta.url);

/** The generated migrations of one dialect, oldest first. Resolves the package, because a bundle lies elsewhere. */
export function migrationsOf(dialect: Dialect) {
  const folder = dirname(packageFile.resolve('@cartwright/db/package.json'));
  return readMigrationFiles({ migrationsFolder: join(folder, 'migrations', dialect) });
}

export const historyTable = 'cartwright_migrations';

/** Compares the hashes of applied migrations with those of this version. */
export function compareMigrations(
  dialect: Dialect,
  applied: ReadonlySet<string>,
): Pick<DatabaseFacts, 'applied' | 'missing' | 'unknown'> {
  const own = migrationsOf(dialect);
  const known = own.filter(({ hash }) => applied.has(hash)).length;
  return { applied: known, missing: own.length - known, unknown: applied.size - known };
}

/** Reports progress after each statement of `migrations`. */
export function countStatements(migrations: readonly MigrationMeta[], onProgress: MigrationProgress = () => {}) {
  const total = migrations.reduce((sum, { sql }) => sum + sql.length, 0);
  let done = 0;
  return () => onProgress((done += 1), total);
}
