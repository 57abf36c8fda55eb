import { closeShop, openShop, type Shop } from '@cartwright/api';
import { createLog, ExpectedError, loadSettings } from '@cartwright/process';

/** Runs a command on the shop that the settings name, and closes it afterwards. */
export async function withShop<T>(
  work: (shop: Shop) => Promise<T>,
  program: 'worker' | 'command' = 'command',
): Promise<T> {
  const settings = loadSettings();
  const shop = await openShop(settings, { log: createLog(settings, program) });
  try {
    return await work(shop);
  } finally {
    await closeShop(shop);
  }
}

/** @throws {ExpectedError} the tables are not those of this version */
export async function refuseUnmigrated({ db }: Shop): Promise<void> {
  if (!(await db.isMigrated())) {
    throw new ExpectedError('The database lacks migrations. Run first: npm run cartwright -- migrate');
  }
}
