import type Sqlite from 'better-sqlite3';
import { type Listening, LocalListeners, type Notification, type NotificationListener } from './notifications.ts';

export interface SqliteNotices {
  listen(listener: NotificationListener): Listening;
  /** To be called after the commit. */
  publish(notifications: readonly Notification[]): void;
}

/**
 * Notices on SQLite. This process hears its own. What other processes write shows in `data_version` of the writing
 * connection, which says that something was written and not what.
 */
export function sqliteNotices(writer: Sqlite.Database): SqliteNotices {
  const listeners = new LocalListeners();
  const dataVersion = writer.prepare('PRAGMA data_version').pluck();
  let seen = dataVersion.get();
  return {
    listen(listener) {
      const stop = listeners.add(listener);
      return {
        stop,
        isCurrent() {
          if (!writer.open) return false;
          const version = dataVersion.get();
          if (version !== seen) {
            seen = version;
            listeners.tellGap();
          }
          return true;
        },
      };
    },
    publish: (notifications) => listeners.tell(notifications),
  };
}
