/** The tabs that share a name. One of them leads. */
export interface Tabs {
  /** Waits to become the leader, and leads until `work` is over. Rejects if `signal` is aborted before that. */
  lead(signal: AbortSignal, work: () => Promise<never>): Promise<never>;
  /** Sends a message to all other tabs. */
  tell(message: unknown): void;
  listen(hear: (message: unknown) => void): void;
  /** Stops receiving messages. */
  close(): void;
}

interface Locks {
  request(name: string, options: { signal: AbortSignal }, work: () => Promise<never>): Promise<never>;
}

/** The tabs of this name; undefined if tabs cannot reach each other, such as without Web Locks. */
export function tabsNamed(name: string): Tabs | undefined {
  const { navigator, BroadcastChannel } = globalThis as unknown as {
    navigator?: { locks?: Locks };
    BroadcastChannel?: typeof globalThis.BroadcastChannel;
  };
  const locks = navigator?.locks;
  if (!locks || !BroadcastChannel) return undefined;
  const channel = new BroadcastChannel(name);
  return {
    lead: (signal, work) => locks.request(name, { signal }, work),
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A channel reaches its own origin only.
    tell: (message) => channel.postMessage(message),
    listen(hear) {
      channel.addEventListener('message', (event) => hear((event as Event & { data: unknown }).data));
    },
    close: () => channel.close(),
  };
}
