import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DevMail, listDevMails } from '@cartwright/adapters/mail';
import { createTestDatabase, type TestDatabase } from '@cartwright/db/testing';
import type { RequestFacts, User } from '@cartwright/kernel/context';
import type { Clock, Log } from '@cartwright/kernel/ports';
import { readSettings } from '@cartwright/kernel/settings';
import type { Shop } from '@cartwright/kernel/shop';
import type { Metrics } from '@cartwright/kernel/telemetry';
import { createUser } from './auth/create-user.ts';
import { hashPassword } from './auth/passwords.ts';
import { admitMode } from './auth/session-mode.ts';
import { signIn } from './auth/sign-in.ts';
import { createContext } from './context.ts';
import { importPriceSettings } from './pricing/index.ts';
import { createCaller } from './router.ts';
import { closeShop, openShop } from './shop.ts';
import { onlyDeclaredCodes } from './testing/declared-codes.ts';
import { drainJobs } from './worker.ts';

export type Caller = ReturnType<typeof createCaller>;

/** A clock that moves only through `advance`. */
export interface TestClock extends Clock {
  advance(time: { seconds?: number; minutes?: number; hours?: number; days?: number }): void;
}

export interface SignedUp {
  readonly user: User;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Calls as this user. */
  readonly caller: Caller;
  /** Calls as this user with an Idempotency-Key. */
  withKey(idempotencyKey: string): Caller;
}

/** A whole shop on its own database, migrated and empty. Closing the shop deletes the database. */
export interface TestShop {
  readonly shop: Shop;
  readonly clock: TestClock;
  readonly database: TestDatabase;
  /** Calls as a guest, with the facts of `request`. */
  caller(request?: Partial<RequestFacts>): Caller;
  /** Opens an account with a verified address and the password `correct horse`, and signs it in. Sends no e-mail. */
  signUp(details?: { name?: string; role?: User['role'] }): Promise<SignedUp>;
  /** Runs every job that is due by the shop's clock, and the jobs that those add. */
  drainJobs(): Promise<void>;
  /** The e-mails sent, newest first. */
  mails(): Promise<DevMail[]>;
  close(): Promise<void>;
}

/**
 * Opens a shop for tests on the test run's database, or on SQLite in a temporary folder.
 *
 * @param env settings that differ, by the names of their environment variables
 * @param parts `log` to see log lines, which are dropped by default; `database` to use another one; `metrics` to count
 * @example
 * const test = await createTestShop();
 * const ada = await test.signUp({ role: 'admin' });
 * const product = await ada.caller.products.create({ name: 'Mug', price: 1200, stock: 3 });
 */
export async function createTestShop(
  env: Record<string, string> = {},
  { log = silent, database: given, metrics }: { log?: Log; database?: TestDatabase; metrics?: Metrics } = {},
): Promise<TestShop> {
  const database = given ?? (await createTestDatabase());
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-shop-'));
  const settings = readSettings({
    NODE_ENV: 'test',
    RATE_LIMITS: 'off',
    GUEST_CHECKOUT: 'off',
    // Many clients on a busy machine may wait long, because these tests do not measure speed.
    DATABASE_WAIT_MS: '20000',
    IMAGE_DIR: join(folder, 'images'),
    ...env,
    DATABASE_URL: database.url,
  });
  const clock = createTestClock();
  const shop = await openShop(settings, { log, clock, metrics: onlyDeclaredCodes(metrics) });
  if (await shop.db.isMigrated()) await importPriceSettings(shop);
  let people = 0;

  const caller = (request: Partial<RequestFacts> = {}) =>
    createCaller(() => createContext(shop, { requestId: 'test', ip: '127.0.0.1', ...request }));

  return {
    shop,
    clock,
    database,
    caller,
    async signUp({ name = 'Test Person', role = 'customer' } = {}) {
      people += 1;
      const email = `person-${people}@example.com`;
      const passwordHash = await (testPasswordHash ??= hashPassword('correct horse'));
      const ctx = createContext(shop, { requestId: 'test', ip: '127.0.0.1' });
      const newUser = { email, name, role, passwordHash, at: clock.now(), isVerified: true };
      const session = await signIn(ctx, admitMode(ctx, 'bearer'), (tx) => createUser(tx, newUser));
      const { accessToken = '', refreshToken = '' } = session;
      return {
        user: session.user,
        accessToken,
        refreshToken,
        caller: caller({ accessToken }),
        withKey: (idempotencyKey) => caller({ accessToken, idempotencyKey }),
      };
    },
    drainJobs: async () => void (await drainJobs(shop)),
    mails: () => listDevMails(shop.db, 500),
    async close() {
      await closeShop(shop);
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** All users share one password, hashed once, because hashing is slow on purpose. */
let testPasswordHash: Promise<string> | undefined;

function createTestClock(): TestClock {
  let now = Date.now();
  return {
    now: () => new Date(now),
    advance: ({ seconds = 0, minutes = 0, hours = 0, days = 0 }) => {
      now += (seconds + 60 * (minutes + 60 * (hours + 24 * days))) * 1_000;
    },
  };
}

const ignore = () => {};
const silent: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

export type { DevMail } from '@cartwright/adapters/mail';
export { type FakeStripe, type MailServer, startFakeStripe, startMailServer } from '@cartwright/adapters/testing';
export { eventually, gate, inFlight, loseEvents } from '@cartwright/db/testing';
export { refusalOf, tally } from '@cartwright/kernel/testing';
export { accountSamples, officeSamples, orderSamples } from './mail/templates/samples.ts';
export { editPromotion, type StoredPromotion, storePromotion } from './pricing/testing/stored-promotion.ts';
export { wordsOf } from './products/search/words.ts';
export { asleep, blocked } from './testing/blocked.ts';
export { inconsistencies, rowCounts } from './testing/inconsistencies.ts';
export { customerContext, guestContext, valuesOrCodes } from './testing/listed.ts';
export { orderInput, testAddress } from './testing/orders.ts';
export { type PastOrder, writePastOrders } from './testing/past-orders.ts';
export { personalDataOf } from './testing/personal-data.ts';
