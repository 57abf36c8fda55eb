import type { Notification, Transaction } from '@cartwright/db';

const topic = 'lost-access';

/**
 * Announces that a user may do less than before: a session or a key has ended, or a role was taken. Called in the
 * transaction of that change, so that every process checks its open streams again.
 */
export function announceLostAccess(tx: Transaction, userId: string): void {
  // If the process dies before the announcement, streams notice within seconds, because they also check regularly.
  tx.announce({ topic, detail: userId, isRelaxed: true });
}

/** The users that lost access, if the notification is about that. `everybody` if they were too many to name. */
export function readLostAccess(notification: Notification): ReadonlySet<string> | 'everybody' | undefined {
  if (notification.topic !== topic) return undefined;
  return notification.detail === '' ? 'everybody' : new Set(notification.detail.split(','));
}
