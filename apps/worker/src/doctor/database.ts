import { type DatabaseFacts, driverError } from '@cartwright/db';
import type { Shop } from '@cartwright/kernel/shop';
import { databaseRefusals } from '../exit.ts';
import { cartwright } from '../invocation.ts';
import { type Finding, reasonOf, within } from './finding.ts';

/** Checks whether the database answers, has the tables of this version, and agrees on the time. */
export async function checkDatabase(shop: Shop): Promise<Finding[]> {
  const asked = Date.now();
  let facts: DatabaseFacts;
  try {
    facts = await within(shop.db.describe());
  } catch (error) {
    return [unreachable(error)];
  }
  const answered = Date.now();
  const milliseconds = answered - asked;
  return [
    { check: 'database', status: 'ok', says: `${facts.version} answered in ${milliseconds} ms` },
    checkMigrations(facts),
    checkClock(shop, facts.now.getTime() - (asked + milliseconds / 2), milliseconds),
  ];
}

export function unreachable(error: unknown): Finding {
  const cause = driverError(error);
  const advice =
    databaseRefusals[cause?.code ?? ''] ??
    'Check DATABASE_URL, and that the database runs and accepts connections from this machine.';
  return { check: 'database', status: 'problem', says: reasonOf(cause ?? error), advice };
}

function checkMigrations({ applied, missing, unknown }: DatabaseFacts): Finding {
  const check = 'migrations';
  if (missing > 0) {
    const advice = `Run: ${cartwright} migrate`;
    return { check, status: 'problem', says: `${missing} of ${applied + missing} are missing`, advice };
  }
  if (unknown > 0) {
    const advice =
      'A later version of Cartwright migrated this database. Run that version of the server and the worker.';
    return { check, status: 'warning', says: `${unknown} are unknown to this version`, advice };
  }
  return { check, status: 'ok', says: `all ${applied} are applied` };
}

const second = 1_000;

/** Compares the clocks, because leases, codes and sessions are measured by both. */
function checkClock({ db }: Shop, offset: number, uncertainty: number): Finding {
  const check = 'clock';
  if (db.dialect === 'sqlite') return { check, status: 'ok', says: 'SQLite uses the clock of this machine' };
  const off = Math.max(0, Math.abs(offset) - uncertainty / 2);
  const says = `the clock of this machine is ${(off / second).toFixed(1)} s ${offset > 0 ? 'behind' : 'ahead of'} the database`;
  if (off < second) return { check, status: 'ok', says: 'the clocks of this machine and the database agree' };
  const advice = 'Set both clocks by NTP, for example: timedatectl set-ntp true';
  return { check, status: off < 10 * second ? 'warning' : 'problem', says, advice };
}
