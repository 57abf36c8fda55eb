/** Something that processes tell one another, such as that the catalogue has changed. */
export interface Notification {
  readonly topic: string;
  /** At most 7,000 bytes; what is longer arrives as an empty text. */
  readonly detail: string;
  /**
   * Sent after the commit instead of with it, and lost when the process dies in between. For what happens often:
   * on Postgres transactions that notify wait for one another when they commit.
   */
  readonly isRelaxed?: boolean;
}

export interface NotificationListener {
  onNotification(notification: Notification): void;
  /** Some may have been missed: whatever one holds may be out of date. */
  onGap(): void;
}

export interface Listening {
  /** Whether all that was announced so far has been heard. While it has not, nothing that one holds can be trusted. */
  isCurrent(): boolean;
  stop(): void;
}

/** The listeners of this process, who hear what it announces itself at once. */
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
