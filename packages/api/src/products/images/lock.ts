import { setTimeout as sleep } from 'node:timers/promises';
import type { Transaction } from '@cartwright/db';
import { kernelFailures } from '@cartwright/kernel/failures';
import { newId } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, lte } from 'drizzle-orm';

/** Several times as long as a slow store takes for all files of an image, so that only a dead process exceeds it. */
const lockMilliseconds = 5 * 60_000;
/** The longest request to a slow store. */
const requestMilliseconds = 60_000;
const longestWait = 10_000;

/** A lock on the files of one image. No other process stores or removes them meanwhile. */
export interface ImageLock {
  readonly key: string;
  /** Whether the lock lasts for one more request to the store. */
  isGood(): boolean;
  /**
   * Called in the transaction that makes a product show the image.
   *
   * @throws UNAVAILABLE the lock has expired, and another process may hold it
   */
  confirm(tx: Transaction): Promise<void>;
}

/**
 * Locks an image while its files are stored and recorded, or checked and removed. All users of an image share its
 * files, so that two concurrent changes could remove files that the other needs.
 *
 * @throws UNAVAILABLE others held the lock for 10 s
 */
export async function lockImage<Result>(
  shop: Shop,
  key: string,
  work: (lock: ImageLock) => Promise<Result>,
): Promise<Result> {
  const [name, holder] = [`the files of ${key}`, newId()];
  const until = await acquire(shop, name, holder);
  const isMine = ({ locks }: Transaction['tables']) => and(eq(locks.name, name), eq(locks.holder, holder));
  try {
    return await work({
      key,
      isGood: () => shop.clock.now().getTime() + requestMilliseconds < until.getTime(),
      async confirm(tx) {
        // Keeps other processes from taking the lock over before this transaction ends.
        const mine = await tx.lock(tx.tables.locks, isMine(tx.tables));
        if (mine.length === 0) throw kernelFailures.UNAVAILABLE({ retryAfter: 5 });
      },
    });
  } finally {
    const release = shop.db.transact(async (tx) => void (await tx.delete(tx.tables.locks).where(isMine(tx.tables))));
    await release.catch((error: unknown) => shop.log.warn({ key, err: error }, 'image stays locked for some minutes'));
  }
}

async function acquire({ db, clock }: Shop, name: string, holder: string): Promise<Date> {
  for (const deadline = performance.now() + longestWait; ; await sleep(50)) {
    const now = clock.now();
    const until = new Date(now.getTime() + lockMilliseconds);
    const taken = await db.transact(async (tx) => {
      const { locks } = tx.tables;
      return tx
        .insert(locks)
        .values({ name, holder, until })
        .onConflictDoUpdate({ target: locks.name, set: { holder, until }, setWhere: lte(locks.until, now) })
        .returning({ name: locks.name });
    });
    if (taken.length > 0) return until;
    if (performance.now() > deadline) throw kernelFailures.UNAVAILABLE({ retryAfter: 5 });
  }
}
