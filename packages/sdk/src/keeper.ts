import { isFailure } from './errors.ts';
import type { ProcedureFacts } from './procedure.ts';
import type { StoredSession, TokenStore, Tokens } from './tokens.ts';

interface KeeperOptions {
  readonly store: TokenStore;
  /** Exchanges a refresh token; the answer is a session. */
  readonly exchange: (refreshToken: string) => Promise<unknown>;
  /** One name for all tabs that may share the store. */
  readonly lock: string;
}

/** Knows who is signed in and which cart is the guest's, and keeps the session alive. The store is the truth. */
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
   * What to send with the next call, with a new access token if the old one has ended.
   *
   * @param isEnding of a call within `end`
   */
  async current(isEnding = false): Promise<Tokens> {
    if (!isEnding) await this.#renewal?.catch(ignore);
    const tokens = await this.stored();
    if (!tokens.session || tokens.session.expiresAt > Date.now()) return tokens;
    await this.#renew(tokens.session, isEnding);
    return this.stored();
  }

  /** What is in the store, as it is. */
  async stored(): Promise<Tokens> {
    return (await this.#options.store.load()) ?? {};
  }

  /**
   * After the shop has refused `stale`: whether there is a newer token of the same person to try again with.
   *
   * @throws {CartwrightError} the shop could not be asked
   */
  async replace(stale: StoredSession, isEnding = false): Promise<boolean> {
    await this.#renew(stale, isEnding);
    const { session } = await this.stored();
    return session?.userId === stale.userId && session.accessToken !== stale.accessToken;
  }

  /** Keeps what the answer to a call says about sessions and carts. */
  async learn({ answers }: ProcedureFacts, answer: unknown): Promise<void> {
    const { cart, token } = (answer ?? {}) as { cart?: unknown; token?: unknown };
    if (answers === 'session') {
      // A session that comes with a cart has taken the guest's cart in: its token is spent.
      const session = storedSession(answer);
      await this.#write(({ cartToken, ...kept }) => ({ ...kept, session, ...(cart === undefined && { cartToken }) }));
    }
    if (answers === 'cart' && typeof token === 'string') {
      await this.#write((tokens) => ({ ...tokens, cartToken: token }));
    }
  }

  /**
   * Runs a call that ends the session, and leaves neither session nor cart to the next person. Renewals wait for it, in
   * other tabs too where there are Web Locks: what the shop refuses meanwhile, such as an open stream, must not make the
   * client exchange a token that has just ended.
   *
   * @param always forgets even where the call fails
   */
  end<Answer>(call: () => Promise<Answer>, { always }: { always: boolean }): Promise<Answer> {
    return this.#alone(async () => {
      let isOver = always;
      try {
        const answer = await call();
        isOver = true;
        return answer;
      } finally {
        // What says that the client is known opens nothing, and stays.
        if (isOver) await this.#write(({ deviceToken }) => (deviceToken === undefined ? {} : { deviceToken }));
      }
    });
  }

  /** The account that this client was known to is gone. */
  forgetDevice(): Promise<void> {
    return this.#write(({ deviceToken: _, ...tokens }) => tokens);
  }

  /** Keeps what the shop says of this client. */
  keepDevice(deviceToken: string): Promise<void> {
    return this.#write((tokens) => ({ ...tokens, deviceToken }));
  }

  /**
   * Runs a change of the cart. A guest's first one makes the cart, and the others wait for its token: without it each
   * would make a cart of its own, and all but one would be lost.
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

  /** However many calls ask at the same time, one exchange is made. */
  #renew(stale: StoredSession, isEnding: boolean): Promise<void> {
    // It has the turn already, for which others wait.
    if (isEnding) return this.#exchange(stale);
    this.#renewal ??= this.#alone(() => this.#exchange(stale)).finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  /** One at a time of what exchanges a token or ends the session. */
  #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(() => aloneOfTabs(this.#options.lock, work));
    this.#turn = turn.then(ignore, ignore);
    return turn;
  }

  async #exchange(stale: StoredSession): Promise<void> {
    const { session: old } = await this.stored();
    // Another call, or another tab, was faster.
    if (old?.accessToken !== stale.accessToken) return;
    let next: StoredSession | undefined;
    try {
      next = storedSession(await this.#options.exchange(old.refreshToken));
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
    // Whoever has signed in or out in the meantime is right.
    await this.#write((tokens) =>
      tokens.session?.refreshToken === old.refreshToken ? { ...tokens, session: next } : tokens,
    );
  }

  /** One write at a time, so that none undoes another. */
  #write(change: (tokens: Tokens) => Tokens): Promise<void> {
    const write = this.#writing.then(async () => this.#options.store.save(change(await this.stored())));
    this.#writing = write.catch(ignore);
    return write;
  }
}

const ignore = (): void => {};

/** A session as it is kept; undefined when its tokens are in cookies. */
function storedSession(answer: unknown): StoredSession | undefined {
  const { user, accessToken, refreshToken, expiresIn } = answer as {
    [Field in 'user' | 'accessToken' | 'refreshToken' | 'expiresIn']?: unknown;
  };
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string') return undefined;
  const userId = String((user as { id?: unknown } | undefined)?.id);
  // Counted from now, because this machine's clock may differ from the shop's.
  return { userId, accessToken, refreshToken, expiresAt: Date.now() + Number(expiresIn) * 1_000 };
}

/** The shop has answered, and its answer is no. */
function isRefusal(error: unknown): boolean {
  return isFailure(error) && !error.isRetryable && error.code !== 'NETWORK' && error.status < 500;
}

interface Locks {
  request<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

/**
 * Where there are Web Locks, one tab at a time. Elsewhere two tabs may exchange one refresh token, which the shop answers
 * alike only for some seconds.
 */
function aloneOfTabs<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const { navigator } = globalThis as { navigator?: { locks?: Locks } };
  return navigator?.locks ? navigator.locks.request(name, work) : work();
}
