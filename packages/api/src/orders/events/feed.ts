import type { Listening, Notification, Tail } from '@cartwright/db';
import { kernelFailures } from '../../kernel/failures.ts';
import { readLostAccess } from '../../kernel/lost-access.ts';
import type { Shop } from '../../kernel/shop.ts';
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

/** How many of the newest events are kept for those who are up to date. Others read the table. */
const keptEvents = 1_000;
const pageSize = 100;
/** How often the table is looked at if nobody announces anything: another process may have been unable to. */
const pollMilliseconds = 1_000;
/** How often while a transaction is open that holds events back: it may end without a word. */
const soonMilliseconds = 20;
const longestStart = 5_000;
/** How often the feed makes sure that the database is not an older state of itself. A lost connection makes it look at once. */
const historyMilliseconds = 10_000;

/** Events from somewhere on, and how far one knows everything then. */
export interface Page {
  readonly updates: readonly NumberedUpdate[];
  readonly upTo: number;
  /** Numbers of another generation mean other events. */
  readonly generation: number;
}

const feeds = new WeakMap<Shop, OrderFeed>();

/** The process's feed. */
export function feedOf(shop: Shop): OrderFeed {
  const feed = feeds.get(shop) ?? new OrderFeed(shop);
  feeds.set(shop, feed);
  return feed;
}

/**
 * What happens to orders, read once for everybody who follows them in this process. It looks at the table when it is
 * woken, as long as somebody follows, and never past an event of a transaction that is still open.
 */
export class OrderFeed {
  readonly #shop: Shop;
  #tail: Tail;
  readonly #followers = new Set<Follower>();
  /** The newest, in their order: all those after `#floor`. */
  #kept: NumberedUpdate[] = [];
  #floor = 0;
  #settled: number | undefined;
  #latest = 0;
  #listening: Listening | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pause = soonMilliseconds;
  #caughtUpAt = Number.NEGATIVE_INFINITY;
  /** The database does not answer. */
  #isAway = false;
  /** Counts how often the database was replaced by an older state of itself. */
  #generation = 0;
  #history: string | undefined;
  #historyReadAt = Number.NEGATIVE_INFINITY;

  constructor(shop: Shop) {
    this.#shop = shop;
    this.#tail = shop.db.tail(shop.db.tables.orderEvents.id);
  }

  /** The highest number that had been given out when it last looked. */
  get latest(): number {
    return this.#latest;
  }

  get generation(): number {
    return this.#generation;
  }

  /**
   * Follows a subject for a person, until `signal` is aborted. Whatever is committed once this has resolved comes after
   * what can be read now.
   *
   * @throws UNAVAILABLE transactions that were open before keep it from knowing where to begin
   */
  async join(subject: Subject, userId: string, signal: AbortSignal): Promise<Follower> {
    const follower = new Follower(subject, userId);
    const leave = () => {
      this.#followers.delete(follower);
      follower.wake();
      if (this.#followers.size === 0) this.#rest();
    };
    // Whoever has left already finds out when he asks for the first event.
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
   * What followed after a page. Where the database was replaced meanwhile, the page says nothing about its events: then the
   * newest of these, as for a client that comes without a position.
   */
  async read({ upTo: after, generation }: Page, subject: Subject): Promise<Page> {
    if (generation !== this.#generation) {
      return this.#settled === undefined ? { updates: [], upTo: after, generation } : this.readNewest(subject);
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

  /** The newest event that can be read, and where to go on. */
  async readNewest(subject: Subject): Promise<Page> {
    const upTo = this.#settled ?? 0;
    const newest = await readNewestUpdate(this.#shop, { ...subject, after: 0, upTo });
    return { updates: newest ? [newest] : [], upTo, generation: this.#generation };
  }

  /** Most who ask have all but the last few. */
  #indexAfter(number: number): number {
    let index = this.#kept.length;
    while (index > 0 && (this.#kept[index - 1]?.number ?? 0) > number) index -= 1;
    return index;
  }

  #hear(notification: Notification): void {
    if (notification.topic === orderEventsTopic) this.#lookNow();
    const losers = readLostAccess(notification);
    if (losers) this.#doubt(({ userId }) => losers === 'everybody' || losers.has(userId));
  }

  #doubt(isConcerned: (follower: Follower) => boolean): void {
    for (const follower of this.#followers) if (isConcerned(follower)) follower.recheckAccess();
  }

  /** Anything may have been missed. */
  #catchUp(): void {
    this.#historyReadAt = Number.NEGATIVE_INFINITY;
    this.#lookNow();
    // Where any write of another process is a gap, asking for everybody each time would be too much.
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

  /** Whether a standby that was behind, or a backup, has taken the place of the database that was read before. */
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
      // Everybody left meanwhile, and what was kept is gone.
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

  /** Nobody follows: what happens now is read by whoever comes next. */
  #rest(): void {
    clearTimeout(this.#timer);
    this.#listening?.stop();
    this.#listening = undefined;
    this.#kept = [];
    this.#settled = undefined;
  }
}
