import { migrateShop } from '@cartwright/api';
import { count, type OutputOptions, print } from './output.ts';
import { withProgress } from './progress.ts';
import { withShop } from './shop.ts';

/** Brings the tables to this version. */
export async function migrateCommand(output: OutputOptions): Promise<void> {
  await withShop({ tables: 'any' }, async (shop) => {
    const applied = await withProgress('Migrating', (progress) => migrateShop(shop, progress));
    const { version } = await shop.db.describe();
    print({ applied, database: version }, output, () =>
      applied === 0
        ? 'The database is up to date.'
        : `Applied ${count(applied, 'migration')} to ${version}. The database is up to date.`,
    );
  });
}
