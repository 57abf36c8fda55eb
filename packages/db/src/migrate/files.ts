import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';

const packageFile = createRequire(import.meta.url);

/** The generated migrations of one dialect, oldest first. Found as a package is, because a bundle lies elsewhere. */
export function migrationsOf(dialect: 'sqlite' | 'postgres') {
  const folder = dirname(packageFile.resolve('@cartwright/db/package.json'));
  return readMigrationFiles({ migrationsFolder: join(folder, 'migrations', dialect) });
}

export const historyTable = 'cartwright_migrations';
