import { Inbox } from './inbox.ts';
import { unlessAborted } from './retry.ts';
import { type Tabs, tabsNamed } from './tabs.ts';

/** An event of a stream that can resume after any event. */
export interface Numbered {
  readonly id: string;
}

/** Opens a connection that begins after an event, or with the newest one. */
export type OpenStream<Event> = (
  lastEventId: string | undefined,
  options: { readonly signal: AbortSignal; readonly onConnected: () => void; readonly onReset: () => void },
) => AsyncIterable<Event>;

/** The functions of a subscriber that learn about the connection. */
interface Listener {
  readonly onConnected?: (() => void) | undefined;
  readonly onReset?: (() => void) | undefined;
}

/** The messages between tabs. */
type Message<Event> =
  | { readonly kind: 'ask' }
  /** The stream opened, for the first time or again, and this was its last event. Also answers `ask`. */
  | { readonly kind: 'open'; readonly last: Event | undefined }
  /** The shop has lost events. The next event follows on none. */
  | { readonly kind: 'reset' }
  /** An event, and the id of the previous one. */
  | { readonly kind: 'event'; readonly event: Event; readonly after: string | undefined };

/** Milliseconds that the leading tab may take to answer. */
const patienceMilliseconds = 2_000;

/**
 * One stream for all subscribers of this client and for the other tabs of the account. The tab that holds the Web Lock
 * sends each event to the others, with the id of the previous one. The next leader resumes after its last event. A tab
 * that finds a gap or gets no answer connects itself.
 */
export class SharedStream<Event extends Numbered> {
  /** The newest event that arrived. */
  last: Event | undefined;
  /** Resolves when the inboxes receive every further event. */
  readonly ready: Promise<void>;
  readonly #open: OpenStream<Event>;
  readonly #inboxes = new Map<Inbox<Event>, Listener>();
  readonly #closed = new AbortController();
  #isReady = false;
  #becomeReady = (): void => {};
  #isLeader = false;
  /** Aborted when this tab leaves the group and connects itself. */
  readonly #leaveTabs = new AbortController();

  constructor(name: string, open: OpenStream<Event>) {
    this.#open = open;
    const opened = new Promise<void>((resolve) => {
      this.#becomeReady = resolve;
    });
    const ended = this.#run(tabsNamed(name));
    // Rejects when the stream ends before it opened.
    this.ready = Promise.race([opened, ended]);
    this.ready.catch(() => {});
    ended.catch((error: unknown) => this.#end(error));
  }

  get isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  enter(listener: Listener): Inbox<Event> {
    const inbox = new Inbox<Event>();
    this.#inboxes.set(inbox, listener);
    if (this.#isReady) listener.onConnected?.();
    return inbox;
  }

  /** Removes a subscriber. The last one closes the stream. */
  leave(inbox: Inbox<Event>): void {
    this.#inboxes.delete(inbox);
    if (this.#inboxes.size === 0) this.#end(new DOMException('The stream was closed.', 'AbortError'));
  }

  #end(error: unknown): void {
    this.#closed.abort(error);
    this.#leaveTabs.abort(error);
    for (const inbox of this.#inboxes.keys()) inbox.fail(error);
  }

  /** Runs until the stream is closed or refused, and then throws the reason. */
  async #run(tabs: Tabs | undefined): Promise<never> {
    if (tabs) {
      const impatience = setTimeout(() => {
        if (!this.#isReady && !this.#isLeader) this.#leaveTabs.abort();
      }, patienceMilliseconds);
      try {
        tabs.listen((message) => this.#hear(message as Message<Event>, tabs));
        tabs.tell({ kind: 'ask' } satisfies Message<Event>);
        await tabs.lead(this.#leaveTabs.signal, () => this.#lead(tabs));
      } catch (error) {
        if (this.isClosed || !this.#leaveTabs.signal.aborted || this.#isLeader) throw error;
      } finally {
        clearTimeout(impatience);
        tabs.close();
      }
    }
    return this.#lead(undefined);
  }

  async #lead(tabs: Tabs | undefined): Promise<never> {
    this.#isLeader = true;
    const tell = (message: Message<Event>) => tabs?.tell(message);
    const onConnected = () => {
      tell({ kind: 'open', last: this.last });
      this.#connected();
    };
    const onReset = () => {
      tell({ kind: 'reset' });
      this.#reset();
    };
    const { signal } = this.#closed;
    // An open stream without events was empty at its start, so it resumes at 0.
    const start = this.last?.id ?? (this.#isReady ? '0' : undefined);
    for await (const event of this.#open(start, { signal, onConnected, onReset })) {
      tell({ kind: 'event', event, after: this.last?.id });
      this.#take(event);
    }
    throw new DOMException('The shop has ended the stream.', 'AbortError');
  }

  #hear(message: Message<Event>, tabs: Tabs): void {
    if (message.kind === 'ask') {
      if (this.#isLeader && this.#isReady) tabs.tell({ kind: 'open', last: this.last } satisfies Message<Event>);
      return;
    }
    if (this.#isLeader || this.#leaveTabs.signal.aborted) return;
    const wasReady = this.#isReady;
    if (message.kind === 'open') {
      if (!wasReady) this.last = message.last;
      return this.#connected();
    }
    if (message.kind === 'reset') return this.#reset();
    if (!wasReady) this.#connected();
    const { event, after } = message;
    if (!wasReady || after === this.last?.id) this.#take(event);
    // A new leader may have seen fewer events than this tab. A newer event means that this tab has missed some.
    else if (this.last === undefined || Number(event.id) > Number(this.last.id)) this.#leaveTabs.abort();
  }

  #connected(): void {
    this.#isReady = true;
    this.#becomeReady();
    for (const { onConnected } of this.#inboxes.values()) onConnected?.();
  }

  #reset(): void {
    this.last = undefined;
    for (const { onReset } of this.#inboxes.values()) onReset?.();
  }

  #take(event: Event): void {
    this.last = event;
    for (const inbox of this.#inboxes.keys()) inbox.push(event);
  }
}

/** Resolves when a stream is ready. Rejects if the subscriber leaves before that. */
export async function whenReady(stream: SharedStream<Numbered>, signal: AbortSignal | undefined): Promise<void> {
  await unlessAborted(stream.ready, signal);
}
