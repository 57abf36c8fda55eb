import { withShop } from './shop.ts';

export async function migrateCommand(): Promise<void> {
  await withShop(async ({ db }) => {
    const wasMigrated = await db.isMigrated();
    await db.migrate();
    console.log(wasMigrated ? 'The database is up to date.' : 'The database has been brought up to date.');
  });
}
