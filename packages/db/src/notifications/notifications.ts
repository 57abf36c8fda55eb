/** A message from one process to the others, such as that the catalogue changed. */
export interface Notification {
  readonly topic: string;
  /** At most 7,000 bytes. A longer text arrives empty. */
  readonly detail: string;
  /**
   * Sends the notification after the commit instead of with it, and loses it if the process dies in between. For
   * frequent notifications, because Postgres makes transactions that notify wait for each other at their commits.
   */
  readonly isRelaxed?: boolean;
}

export interface NotificationListener {
  onNotification(notification: Notification): void;
  /** Notifications may have been missed, so that everything cached may be out of date. */
  onGap(): void;
}

export interface Listening {
  /** Whether every notification so far has arrived. If not, cached state cannot be trusted. */
  isCurrent(): boolean;
  stop(): void;
}

/** The listeners of this process. They receive its own notifications at once. */
export class LocalListeners {
  readonly #all = new Set<NotificationListener>();

  add(listener: NotificationListener): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(notifications: readonly Notification[]): void {
    for (const listener of this.#all) for (const notification of notifications) listener.onNotification(notification);
  }

  tellGap(): void {
    for (const listener of this.#all) listener.onGap();
  }
}
