import type Sqlite from 'better-sqlite3';
import { type Listening, LocalListeners, type Notification, type NotificationListener } from './notifications.ts';

export interface SqliteNotifications {
  listen(listener: NotificationListener): Listening;
  /** Call this after the commit. */
  publish(notifications: readonly Notification[]): void;
}

/**
 * Notifications on SQLite. This process receives its own. Writes of other processes show in the writing connection's
 * `data_version`, which tells that a write happened but not which one.
 */
export function sqliteNotifications(writer: Sqlite.Database): SqliteNotifications {
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
