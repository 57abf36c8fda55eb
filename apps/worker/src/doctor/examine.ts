import { closeShop, openShop } from '@cartwright/api';
import type { Log } from '@cartwright/kernel/ports';
import { type Settings, SettingsError } from '@cartwright/kernel/settings';
import type { Shop } from '@cartwright/kernel/shop';
import { Unmigrated } from '../exit.ts';
import type { Progress } from '../progress.ts';
import { loadSharedSettings, refuseMissingFile } from '../shop.ts';
import { checkDatabase, unreachable } from './database.ts';
import type { Finding } from './finding.ts';
import { checkImages } from './images.ts';
import { checkMail } from './mail.ts';
import { checkVatRegister } from './vat.ts';
import { checkWorker } from './worker.ts';

const say = () => {};
/** Silences the log, because the findings report the errors. */
const silent: Log = { debug: say, info: say, warn: say, error: say };

/** Checks everything that a shop needs to run. Skips a check if its prerequisite is missing. */
export async function examine(progress: Progress): Promise<Finding[]> {
  let settings: Settings;
  try {
    settings = loadSharedSettings();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const advice = 'Set it in the environment or in .env. docs/configuration.md lists all settings.';
    return error.problems.map((says) => ({ check: 'settings', status: 'problem', says, advice }));
  }
  const findings: Finding[] = settings.warnings.map((says) => ({ check: 'settings', status: 'warning', says }));
  if (findings.length === 0) findings.push({ check: 'settings', status: 'ok', says: 'all are valid' });
  try {
    refuseMissingFile(settings);
    const shop = await openShop(settings, { log: silent });
    try {
      findings.push(...(await examineShop(shop, progress)));
    } finally {
      await closeShop(shop);
    }
  } catch (error) {
    findings.push(error instanceof Unmigrated ? missing(error) : unreachable(error));
  }
  return findings;
}

function missing({ message }: Unmigrated): Finding {
  const [says = '', ...advice] = message.split(/(?<=\.) (?=Check)/);
  return { check: 'database', status: 'problem', says, advice: advice.join(' ') };
}

async function examineShop(shop: Shop, progress: Progress): Promise<Finding[]> {
  let done = 0;
  const step = async <T>(work: Promise<T>): Promise<T> => {
    progress(done, 5);
    const found = await work;
    progress((done += 1), 5);
    return found;
  };
  const database = await step(checkDatabase(shop));
  const isUsable = database.every(({ status, check }) => status !== 'problem' || check === 'clock');
  const [mail, images, vat, worker] = await Promise.all([
    step(checkMail(shop)),
    step(checkImages(shop)),
    step(checkVatRegister(shop)),
    step(isUsable ? checkWorker(shop) : Promise.resolve([])),
  ]);
  return [...database, mail, images, ...vat, ...worker];
}
