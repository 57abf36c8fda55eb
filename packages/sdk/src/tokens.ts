/** What the client remembers between calls. Plain JSON, so that it can be stored anywhere. */
export interface Tokens {
  /** Who is signed in. */
  readonly session?: StoredSession | undefined;
  /** A guest's cart. */
  readonly cartToken?: string | undefined;
  /** Shows that this client has signed in before, so that strangers who guess passwords cannot keep it out. */
  readonly deviceToken?: string | undefined;
}

/** One sign-in. */
export interface StoredSession {
  readonly userId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token ends by this machine's clock, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Where the client keeps its tokens: in memory unless told otherwise. Whatever `load` answers counts at once, so several
 * tabs may share one store.
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
