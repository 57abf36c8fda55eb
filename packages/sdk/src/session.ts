import type { TokenStore } from './tokens.ts';

/** The account that the client acts for. */
export interface SessionState {
  /** Undefined for guests, and for sessions in cookies. */
  readonly userId: string | undefined;
}

/** The signed-in session of the client. */
export interface SessionEvents {
  /** Reads the session from the token store, without a request. */
  get(): Promise<SessionState>;
  /**
   * Calls `listener` after another account has signed in or the account has signed out, in this tab or in another tab
   * that subscribed too.
   *
   * @returns a function that ends the subscription
   * @example
   * const stop = shop.session.subscribe(() => queryClient.clear());
   */
  subscribe(listener: (state: SessionState) => void): () => void;
}

/** Watches a token store. The store it returns saves to the given one and tells listeners of changed accounts. */
export function watchSession(store: TokenStore, name: string): { store: TokenStore; session: SessionEvents } {
  const listeners = new Set<(state: SessionState) => void>();
  let channel: InstanceType<typeof BroadcastChannel> | undefined;
  const get = async (): Promise<SessionState> => ({ userId: (await store.load())?.session?.userId });
  const tell = async () => {
    const state = await get();
    for (const listener of listeners) listener(state);
  };
  const session: SessionEvents = {
    get,
    subscribe(listener) {
      // Its own function, so that one listener can subscribe twice.
      const own = (state: SessionState) => listener(state);
      listeners.add(own);
      if (!channel && typeof BroadcastChannel === 'function') {
        channel = new BroadcastChannel(name);
        channel.addEventListener('message', () => void tell());
      }
      return () => {
        listeners.delete(own);
        if (listeners.size > 0) return;
        channel?.close();
        channel = undefined;
      };
    },
  };
  const watched: TokenStore = {
    load: () => store.load(),
    async save(tokens) {
      const before = await get();
      await store.save(tokens);
      if (before.userId === tokens.session?.userId) return;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A channel reaches its own origin only.
      channel?.postMessage(0);
      await tell();
    },
  };
  return { store: watched, session };
}
