import { setTimeout as sleep } from 'node:timers/promises';
import type { Transaction } from '@cartwright/db';
import { and, eq, lte } from 'drizzle-orm';
import { kernelFailures } from '../../kernel/failures.ts';
import { newId } from '../../kernel/ids.ts';
import type { Shop } from '../../kernel/shop.ts';

/** Several times as long as a slow store takes for all files of an image: only a process that died holds on to it. */
const lockMilliseconds = 5 * 60_000;
/** What one request to a slow store takes at the most. */
const requestMilliseconds = 60_000;
const longestWait = 10_000;

/** The files of one image, which nobody else stores or removes meanwhile. */
export interface ImageLock {
  readonly key: string;
  /** Whether there is time for one more request to the store. */
  isGood(): boolean;
  /**
   * To be called in the transaction that makes something show the image.
   *
   * @throws UNAVAILABLE it took so long that somebody else may have the image by now
   */
  confirm(tx: Transaction): Promise<void>;
}

/**
 * Holds an image while its files are stored and written down, or looked for and removed. Files are shared by everything
 * that shows the same image, so that two who do either at the same moment would take away what the other relies on.
 *
 * @throws UNAVAILABLE others have held it for all the time that this waits
 */
export async function lockImage<Result>(
  shop: Shop,
  key: string,
  work: (lock: ImageLock) => Promise<Result>,
): Promise<Result> {
  const holder = newId();
  const until = await acquire(shop, key, holder);
  const isMine = ({ imageLocks }: Transaction['tables']) => and(eq(imageLocks.key, key), eq(imageLocks.holder, holder));
  try {
    return await work({
      key,
      isGood: () => shop.clock.now().getTime() + requestMilliseconds < until.getTime(),
      async confirm(tx) {
        const { imageLocks } = tx.tables;
        // Written, so that nobody can take it over before this transaction ends.
        const held = await tx
          .update(imageLocks)
          .set({ until })
          .where(isMine(tx.tables))
          .returning({ key: imageLocks.key });
        if (held.length === 0) throw kernelFailures.UNAVAILABLE({ retryAfter: 5 });
      },
    });
  } finally {
    const release = shop.db.transact(
      async (tx) => void (await tx.delete(tx.tables.imageLocks).where(isMine(tx.tables))),
    );
    await release.catch((error: unknown) => shop.log.warn({ key, err: error }, 'image stays locked for some minutes'));
  }
}

async function acquire({ db, clock }: Shop, key: string, holder: string): Promise<Date> {
  for (const deadline = performance.now() + longestWait; ; await sleep(50)) {
    const now = clock.now();
    const until = new Date(now.getTime() + lockMilliseconds);
    const taken = await db.transact(async (tx) => {
      const { imageLocks } = tx.tables;
      return tx
        .insert(imageLocks)
        .values({ key, holder, until })
        .onConflictDoUpdate({
          target: imageLocks.key,
          set: { holder, until },
          setWhere: lte(imageLocks.until, now),
        })
        .returning({ key: imageLocks.key });
    });
    if (taken.length > 0) return until;
    if (performance.now() > deadline) throw kernelFailures.UNAVAILABLE({ retryAfter: 5 });
  }
}
