import type { Listening, Notification, Tail } from '@cartwright/db';
import { kernelFailures } from '@cartwright/kernel/failures';
import { readLostAccess } from '@cartwright/kernel/lost-access';
import type { Shop } from '@cartwright/kernel/shop';
import { coalesce } from './coalesce.ts';
import { Follower } from './follower.ts';
import {
  isAbout,
  isStillThere,
  type NumberedUpdate,
  readNewestUpdate,
  readUpdates,
  type Stretch,
  type Subject,
} from './read.ts';
import { orderEventsTopic } from './record.ts';

/** How many of the newest events stay in memory for followers that are up to date. Other followers read the table. */
const keptEvents = 1_000;
const pageSize = 100;
/** The interval between polls without a notification, because another process may have failed to send one. */
const pollMilliseconds = 1_000;
/** The interval while an open transaction blocks events, because it may end without a notification. */
const soonMilliseconds = 20;
const longestStart = 5_000;
/**
 * The interval between checks that the database is not an older state of itself. A lost connection also starts a check.
 */
const historyMilliseconds = 10_000;

/** Events after a position, and the number up to which the reader then knows every event. */
export interface Page {
  readonly updates: readonly NumberedUpdate[];
  readonly upTo: number;
  /** Numbers of another generation mean other events. */
  readonly generation: number;
  /** True if the database does not have the events before the reader's last position any more. */
  readonly isReset?: true;
}

const feeds = new WeakMap<Shop, OrderFeed>();

/** Returns the process's feed. */
export function feedOf(shop: Shop): OrderFeed {
  const feed = feeds.get(shop) ?? new OrderFeed(shop);
  feeds.set(shop, feed);
  return feed;
}

/**
 * Reads order events once for all followers in this process. It polls the table and reacts to notifications while there
 * are followers. It never passes an event of a transaction that is still open.
 */
export class OrderFeed {
  readonly #shop: Shop;
  #tail: Tail;
  readonly #followers = new Set<Follower>();
  /** All events after `#floor`, in order. */
  #kept: NumberedUpdate[] = [];
  #floor = 0;
  #settled: number | undefined;
  #latest = 0;
  #listening: Listening | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pause = soonMilliseconds;
  #caughtUpAt = Number.NEGATIVE_INFINITY;
  /** True while the database does not answer. */
  #isAway = false;
  /** Counts how often an older state replaced the database. */
  #generation = 0;
  #history: string | undefined;
  #historyReadAt = Number.NEGATIVE_INFINITY;

  constructor(shop: Shop) {
    this.#shop = shop;
    this.#tail = shop.db.tail(shop.db.tables.orderEvents.id);
  }

  /** The highest event number in use at the last poll. */
  get latest(): number {
    return this.#latest;
  }

  get generation(): number {
    return this.#generation;
  }

  /**
   * Follows a subject for a user until `signal` is aborted. Events that commit after this resolves follow on the events
   * that can be read now.
   *
   * @throws UNAVAILABLE transactions from before stay open for so long that the start is unknown
   */
  async join(subject: Subject, userId: string | undefined, signal: AbortSignal): Promise<Follower> {
    const follower = new Follower(subject, userId);
    const leave = () => {
      this.#followers.delete(follower);
      follower.wake();
      if (this.#followers.size === 0) this.#rest();
    };
    // A follower that is aborted already learns it when it asks for its first event.
    if (signal.aborted) return follower;
    this.#followers.add(follower);
    signal.addEventListener('abort', leave, { once: true });
    this.#listening ??= this.#shop.db.listen({
      onNotification: (notification) => this.#hear(notification),
      onGap: () => this.#catchUp(),
    });
    await this.#look();
    for (const deadline = Date.now() + longestStart; this.#settled === undefined && !signal.aborted; ) {
      if (Date.now() > deadline) throw kernelFailures.UNAVAILABLE({ retryAfter: 2 });
      await follower.wait(soonMilliseconds);
      await this.#look();
    }
    return follower;
  }

  /**
   * Reads the events after a page. If an older state replaced the database, the page's position is void. A reset page
   * with the newest event then follows, as for a client without a position.
   */
  async read({ upTo: after, generation }: Page, subject: Subject): Promise<Page> {
    if (generation !== this.#generation) {
      return this.#settled === undefined ? { updates: [], upTo: after, generation } : this.readAgain(subject);
    }
    const upTo = Math.max(this.#settled ?? 0, after);
    const isWanted = (event: NumberedUpdate) => event.number > after && isAbout(subject, event);
    const isKept = after >= this.#floor;
    const updates = isKept
      ? this.#kept.slice(this.#indexAfter(after)).filter(isWanted).slice(0, pageSize)
      : await readUpdates(this.#shop, { ...subject, after, upTo }, pageSize);
    const last = updates.at(-1);
    return { updates, upTo: updates.length === pageSize && last ? last.number : upTo, generation };
  }

  /** Reads the newest event for a client whose position is void. */
  async readAgain(subject: Subject): Promise<Page> {
    return { ...(await this.readNewest(subject)), isReset: true };
  }

  /** Reads the newest event, and the position after it. */
  async readNewest(subject: Subject): Promise<Page> {
    const upTo = this.#settled ?? 0;
    const newest = await readNewestUpdate(this.#shop, { ...subject, after: 0, upTo });
    return { updates: newest ? [newest] : [], upTo, generation: this.#generation };
  }

  /** Searches from the end, because most followers lack only the last few events. */
  #indexAfter(number: number): number {
    let index = this.#kept.length;
    while (index > 0 && (this.#kept[index - 1]?.number ?? 0) > number) index -= 1;
    return index;
  }

  #hear(notification: Notification): void {
    if (notification.topic === orderEventsTopic) this.#lookNow();
    const losers = readLostAccess(notification);
    if (losers) this.#doubt(({ userId }) => losers === 'everybody' || (userId !== undefined && losers.has(userId)));
  }

  #doubt(isConcerned: (follower: Follower) => boolean): void {
    for (const follower of this.#followers) if (isConcerned(follower)) follower.recheckAccess();
  }

  /** Checks everything again, because any notification may have been missed. */
  #catchUp(): void {
    this.#historyReadAt = Number.NEGATIVE_INFINITY;
    this.#lookNow();
    // Where each write of another process is a gap, rechecking all followers each time would cost too much.
    const now = performance.now();
    if (now - this.#caughtUpAt < pollMilliseconds) return;
    this.#caughtUpAt = now;
    this.#doubt(() => true);
  }

  #lookNow(): void {
    if (this.#followers.size > 0) this.#look().catch(() => {});
  }

  readonly #look = coalesce(async () => {
    clearTimeout(this.#timer);
    try {
      let { settled, latest } = await this.#tail.find();
      if (await this.#wentBack(latest)) {
        this.#startAgain();
        ({ settled, latest } = await this.#tail.find());
      }
      this.#latest = latest;
      const before = this.#settled;
      if (settled !== undefined && this.#followers.size > 0) await this.#takeUpTo(settled);
      const isBehind = settled === undefined || settled < latest;
      const isStuck = isBehind && this.#settled === before;
      this.#pause = isStuck ? Math.min(2 * this.#pause, pollMilliseconds) : soonMilliseconds;
      this.#lookIn(isBehind ? this.#pause : pollMilliseconds);
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) this.#shop.log.warn({ err: error }, 'order events could not be read');
      this.#isAway = true;
      this.#historyReadAt = Number.NEGATIVE_INFINITY;
      this.#lookIn(pollMilliseconds);
      throw error;
    }
  });

  /** Tells whether a standby that was behind, or a backup, replaced the database. */
  async #wentBack(latest: number): Promise<boolean> {
    if (latest < this.#latest) return true;
    const now = performance.now();
    if (now - this.#historyReadAt < historyMilliseconds) return false;
    const before = this.#history;
    this.#history = await this.#tail.history();
    const last = this.#kept.at(-1);
    const isLastGone = last !== undefined && !(await isStillThere(this.#shop, last.update.id));
    this.#historyReadAt = now;
    return isLastGone || (before !== undefined && before !== this.#history);
  }

  #startAgain(): void {
    const message = 'the database went back to an older state, so order events are read from its current end';
    this.#shop.log.warn({ lastSeen: this.#latest }, message);
    this.#tail = this.#shop.db.tail(this.#shop.db.tables.orderEvents.id);
    this.#generation += 1;
    this.#settled = undefined;
    this.#kept = [];
  }

  #lookIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (this.#followers.size > 0) this.#timer = setTimeout(() => this.#lookNow(), milliseconds).unref();
  }

  async #takeUpTo(settled: number): Promise<void> {
    if (this.#settled === undefined) {
      this.#settled = this.#floor = settled;
      for (const follower of this.#followers) follower.wake();
      return;
    }
    while (this.#settled < settled) {
      const stretch: Stretch = { after: this.#settled, upTo: settled };
      const updates = await readUpdates(this.#shop, stretch, pageSize);
      // All followers left meanwhile, and the events in memory are gone.
      if (this.#settled === undefined) return;
      const last = updates.at(-1);
      this.#settled = updates.length === pageSize && last ? last.number : settled;
      this.#keep(updates);
      this.#wake(updates);
    }
  }

  #wake(updates: readonly NumberedUpdate[]): void {
    if (updates.length === 0) return;
    const orders = new Set(updates.map(({ update }) => update.orderId));
    const customers = new Set(updates.map(({ customerId }) => customerId));
    for (const follower of this.#followers) {
      const { orderId, customerId } = follower.subject;
      if (orderId !== undefined ? orders.has(orderId) : customerId === undefined || customers.has(customerId)) {
        follower.wake();
      }
    }
  }

  #keep(updates: readonly NumberedUpdate[]): void {
    this.#kept.push(...updates);
    if (this.#kept.length <= 2 * keptEvents) return;
    const dropped = this.#kept.splice(0, this.#kept.length - keptEvents);
    this.#floor = dropped.at(-1)?.number ?? this.#floor;
  }

  /** Stops without followers. The next follower reads the events of the time between. */
  #rest(): void {
    clearTimeout(this.#timer);
    this.#listening?.stop();
    this.#listening = undefined;
    this.#kept = [];
    this.#settled = undefined;
  }
}
