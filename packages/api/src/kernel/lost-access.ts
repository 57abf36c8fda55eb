import type { Notification, Transaction } from '@cartwright/db';

const topic = 'lost-access';

/**
 * Announces that somebody may do less than before: a session or a key has ended, or a role was taken. To be called in
 * the transaction that does it, so that what is still open, such as a stream, is looked at again in every process.
 */
export function announceLostAccess(tx: Transaction, userId: string): void {
  // Lost with its process it costs some seconds: whatever is open looks again by itself from time to time.
  tx.announce({ topic, detail: userId, isRelaxed: true });
}

/** Who may do less now, if that is what a notification says; `everybody` where there were too many to name. */
export function readLostAccess(notification: Notification): ReadonlySet<string> | 'everybody' | undefined {
  if (notification.topic !== topic) return undefined;
  return notification.detail === '' ? 'everybody' : new Set(notification.detail.split(','));
}
