/** The tokens that the client remembers between calls. They are plain JSON, so that any storage can keep them. */
export interface Tokens {
  /** The signed-in session. */
  readonly session?: StoredSession | undefined;
  /** The token of a guest's cart. */
  readonly cartToken?: string | undefined;
  /** Proves that this client has signed in before, so that strangers who guess passwords cannot lock it out. */
  readonly deviceToken?: string | undefined;
}

export interface StoredSession {
  readonly userId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Expiry of the access token by this machine's clock, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Storage for the client's tokens. The client reads it before each call, so several tabs may share one store.
 *
 * @example
 * const tokens: TokenStore = {
 *   load: () => JSON.parse(localStorage.getItem('shop') ?? 'null'),
 *   save: (tokens) => localStorage.setItem('shop', JSON.stringify(tokens)),
 * };
 */
export interface TokenStore {
  load(): Tokens | null | undefined | Promise<Tokens | null | undefined>;
  save(tokens: Tokens): void | Promise<void>;
}

/** Keeps tokens for as long as the client lives. */
export function memoryTokens(): TokenStore {
  let kept: Tokens = {};
  return {
    load: () => kept,
    save: (tokens) => {
      kept = tokens;
    },
  };
}
