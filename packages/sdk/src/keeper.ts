import { isFailure } from './errors.ts';
import type { ProcedureFacts } from './procedure.ts';
import type { StoredSession, TokenStore, Tokens } from './tokens.ts';

interface KeeperOptions {
  readonly store: TokenStore;
  /** Exchanges a refresh token for a new session. */
  readonly exchange: (refreshToken: string) => Promise<unknown>;
  /** The name of the Web Lock, the same in all tabs that may share the store. */
  readonly lock: string;
}

/** Keeps the session and the guest's cart, and renews the session. The store holds the only valid state. */
export class TokenKeeper {
  readonly #options: KeeperOptions;
  #writing: Promise<void> = Promise.resolve();
  #renewal: Promise<void> | undefined;
  #turn: Promise<void> = Promise.resolve();
  #firstCart: Promise<void> | undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /**
   * The tokens for the next call. Renews the session first if its access token has ended.
   *
   * @param isEnding whether the call runs within `end`
   */
  async current(isEnding = false): Promise<Tokens> {
    if (!isEnding) await this.#renewal?.catch(ignore);
    const tokens = await this.stored();
    if (!tokens.session || tokens.session.expiresAt > Date.now()) return tokens;
    await this.#renew(tokens.session, isEnding);
    return this.stored();
  }

  /** The stored tokens, without a renewal. */
  async stored(): Promise<Tokens> {
    return (await this.#options.store.load()) ?? {};
  }

  /**
   * Renews the session after the shop has refused `stale`.
   *
   * @returns whether there is a newer token of the same account to try again with
   * @throws {CartwrightError} the shop could not be reached
   */
  async replace(stale: StoredSession, isEnding = false): Promise<boolean> {
    await this.#renew(stale, isEnding);
    const { session } = await this.stored();
    return session?.userId === stale.userId && session.accessToken !== stale.accessToken;
  }

  /** Stores the session or the cart token that a call returned. */
  async learn({ answers }: ProcedureFacts, answer: unknown): Promise<void> {
    const { cart, token } = (answer ?? {}) as { cart?: unknown; token?: unknown };
    if (answers === 'session') {
      // A session that comes with a cart has merged the guest's cart, so the cart token is used up.
      const session = storedSession(answer);
      await this.#write(({ cartToken, ...kept }) => ({ ...kept, session, ...(cart === undefined && { cartToken }) }));
    }
    if (answers === 'cart' && typeof token === 'string') {
      await this.#write((tokens) => ({ ...tokens, cartToken: token }));
    }
  }

  /**
   * Runs a call that ends the session, and then removes the session and the cart. Renewals wait until it ends, with Web
   * Locks in other tabs too. Otherwise an open stream that the shop refuses would make the client renew an ended
   * session.
   *
   * @param always removes them even if the call fails
   */
  end<Answer>(call: () => Promise<Answer>, { always }: { always: boolean }): Promise<Answer> {
    return this.#alone(async () => {
      let isOver = always;
      try {
        const answer = await call();
        isOver = true;
        return answer;
      } finally {
        // The device token stays, because it grants no access.
        if (isOver) await this.#write(({ deviceToken }) => (deviceToken === undefined ? {} : { deviceToken }));
      }
    });
  }

  /** Forgets the device token, because its account was deleted. */
  forgetDevice(): Promise<void> {
    return this.#write(({ deviceToken: _, ...tokens }) => tokens);
  }

  /** Stores the token by which the shop recognises this client. */
  keepDevice(deviceToken: string): Promise<void> {
    return this.#write((tokens) => ({ ...tokens, deviceToken }));
  }

  /**
   * Runs a change of the cart. A guest's first change creates the cart, and others wait for its token. Without the wait
   * each change would create a cart, and all but one cart would be lost.
   */
  async withCart<Answer>(change: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      const { session, cartToken } = await this.current();
      if (session || cartToken !== undefined) return change();
      if (!this.#firstCart) break;
      await this.#firstCart;
    }
    const first = change();
    this.#firstCart = first.then(ignore, ignore).finally(() => {
      this.#firstCart = undefined;
    });
    return first;
  }

  /** Exchanges the token once for all concurrent callers. */
  #renew(stale: StoredSession, isEnding: boolean): Promise<void> {
    // `end` already has the turn that other renewals wait for.
    if (isEnding) return this.#exchange(stale);
    this.#renewal ??= this.#alone(() => this.#exchange(stale)).finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  /** Runs token exchanges and calls that end the session one at a time. */
  #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(() => aloneOfTabs(this.#options.lock, work));
    this.#turn = turn.then(ignore, ignore);
    return turn;
  }

  async #exchange(stale: StoredSession): Promise<void> {
    const { session: old } = await this.stored();
    // Another call or tab has already renewed the session.
    if (old?.accessToken !== stale.accessToken) return;
    let next: StoredSession | undefined;
    try {
      next = storedSession(await this.#options.exchange(old.refreshToken));
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
    // A sign-in or sign-out during the exchange takes precedence.
    await this.#write((tokens) =>
      tokens.session?.refreshToken === old.refreshToken ? { ...tokens, session: next } : tokens,
    );
  }

  /** Writes one change at a time, so that no change overwrites another. */
  #write(change: (tokens: Tokens) => Tokens): Promise<void> {
    const write = this.#writing.then(async () => this.#options.store.save(change(await this.stored())));
    this.#writing = write.catch(ignore);
    return write;
  }
}

const ignore = (): void => {};

/** The stored form of a session; undefined when its tokens are in cookies. */
function storedSession(answer: unknown): StoredSession | undefined {
  const { user, accessToken, refreshToken, expiresIn } = answer as {
    [Field in 'user' | 'accessToken' | 'refreshToken' | 'expiresIn']?: unknown;
  };
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string') return undefined;
  const userId = String((user as { id?: unknown } | undefined)?.id);
  // Counted from now, because this machine's clock may differ from the shop's.
  return { userId, accessToken, refreshToken, expiresAt: Date.now() + Number(expiresIn) * 1_000 };
}

/** Whether the shop has answered and refused. */
function isRefusal(error: unknown): boolean {
  return isFailure(error) && !error.isRetryable && error.code !== 'NETWORK' && error.status < 500;
}

interface Locks {
  request<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

/**
 * Runs `work` in one tab at a time if Web Locks exist. Without them two tabs may exchange the same refresh token, which
 * the shop accepts for some seconds only.
 */
function aloneOfTabs<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const { navigator } = globalThis as { navigator?: { locks?: Locks } };
  return navigator?.locks ? navigator.locks.request(name, work) : work();
}
