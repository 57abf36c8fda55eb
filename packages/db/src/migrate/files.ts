import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';

/** The generated migrations of one dialect, oldest first. */
export function migrationsOf(dialect: 'sqlite' | 'postgres') {
  return readMigrationFiles({
    migrationsFolder: fileURLToPath(new URL(`../../migrations/${dialect}`, import.meta.url)),
  });
}

export const historyTable = 'cartwright_migrations';
