import type { Transaction } from '@cartwright/db';
import { emailKey } from '@cartwright/kernel/fields';
import { hashSecret } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, gt, inArray, sql } from 'drizzle-orm';

const hour = 60 * 60_000;

/**
 * Maximum e-mails to one address that a person can cause without proof of reading them. `proof`: codes and resets, also
 * to verified addresses, because anyone may ask for them. `order`: orders of an unproven address. E-mails about orders
 * of a proven address are unlimited.
 */
export const mailBounds = {
  proof: [
    { window: 'hour', milliseconds: hour, max: 20 },
    { window: 'day', milliseconds: 24 * hour, max: 50 },
  ],
  order: [
    { window: 'hour', milliseconds: hour, max: 8 },
    { window: 'day', milliseconds: 24 * hour, max: 24 },
  ],
} as const;

export type MailBound = keyof typeof mailBounds;

class BoundReached extends Error {}

/**
 * Counts an e-mail to `address`, for all servers and workers together.
 *
 * @returns false if the address has reached its maximum
 */
export async function countMail({ db, clock }: Shop, bound: MailBound, address: string): Promise<boolean> {
  const now = clock.now();
  const recipient = recipientOf(address);
  try {
    await db.transact(async (tx) => {
      for (const { window, milliseconds, max } of mailBounds[bound]) {
        const endsAt = new Date(now.getTime() + milliseconds);
        await countOne(tx, { recipient, bound: `${bound} ${window}`, endsAt, max, now });
      }
    });
    return true;
  } catch (error) {
    // The transaction rolls back the count of the shorter window.
    if (error instanceof BoundReached) return false;
    throw error;
  }
}

/**
 * Takes back the count of an unsent e-mail, because the job retries it. An outage of the mail server uses up no count.
 */
export async function uncountMail({ db }: Shop, bound: MailBound, address: string): Promise<void> {
  await db.transact(async (tx) => {
    const { mailCounts } = tx.tables;
    const windows = mailBounds[bound].map(({ window }) => `${bound} ${window}`);
    await tx
      .update(mailCounts)
      .set({ count: sql`${mailCounts.count} - 1` })
      .where(
        and(
          eq(mailCounts.recipient, recipientOf(address)),
          inArray(mailCounts.bound, windows),
          gt(mailCounts.count, 0),
        ),
      );
  });
}

interface Counted {
  readonly recipient: string;
  readonly bound: string;
  readonly endsAt: Date;
  readonly max: number;
  readonly now: Date;
}

/** @throws BoundReached */
async function countOne(tx: Transaction, { recipient, bound, endsAt, max, now }: Counted): Promise<void> {
  const { mailCounts } = tx.tables;
  const isOver = sql`${mailCounts.endsAt} <= ${sql.param(now, mailCounts.endsAt)}`;
  const [counted] = await tx
    .insert(mailCounts)
    .values({ recipient, bound, count: 1, endsAt })
    .onConflictDoUpdate({
      target: [mailCounts.recipient, mailCounts.bound],
      set: {
        count: sql`case when ${isOver} then 1 else ${mailCounts.count} + 1 end`,
        endsAt: sql`case when ${isOver} then ${sql.param(endsAt, mailCounts.endsAt)} else ${mailCounts.endsAt} end`,
      },
      setWhere: sql`${isOver} or ${mailCounts.count} < ${max}`,
    })
    .returning({ count: mailCounts.count });
  if (!counted) throw new BoundReached();
}

/** Hashed, because a count outlives the account by up to a day. */
function recipientOf(address: string): string {
  return hashSecret(emailKey(address));
}
