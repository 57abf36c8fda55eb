import shopProcedures, { type Contract } from './contract.ts';
import { isFailure } from './errors.ts';
import { createFollow, type Follow } from './follow.ts';
import { TokenKeeper } from './keeper.ts';
import { sharingOwnOrders } from './own-orders.ts';
import type {
  Client,
  FollowOptions,
  Handlers,
  IdempotentCallOptions,
  OrderTokenOption,
  ProcedureFacts,
} from './procedure.ts';
import { type RetryOptions, sleep, unlessAborted, waitAfter, withSecondTry } from './retry.ts';
import { type SessionEvents, watchSession } from './session.ts';
import { memoryTokens, type TokenStore, type Tokens } from './tokens.ts';
import { createTransport, type HeaderValues, type OutgoingCall, orderTokenHeader } from './transport.ts';

/** The address of a shop, and how the client calls it. */
export interface CartwrightOptions {
  /** The server's address, such as `https://shop.example`. */
  readonly url: string;
  /** Storage for the session and the guest's cart; memory by default. */
  readonly tokens?: TokenStore | undefined;
  /**
   * An API key, for programs. The client then keeps no session. Do not use one in a browser, because every visitor
   * could read it.
   *
   * @example
   * const shop = createCartwright({ url: 'https://shop.example', apiKey: process.env.CARTWRIGHT_API_KEY });
   */
  readonly apiKey?: string | undefined;
  /** Headers to send with every request. They override the client's own. */
  readonly headers?: HeaderValues | (() => HeaderValues | Promise<HeaderValues>) | undefined;
  readonly retry?: RetryOptions | undefined;
  /** Milliseconds that one request may take before it fails; 30,000 by default. */
  readonly timeout?: number | undefined;
  /** Use `include` for cookies of a shop on another origin, after signing in with `mode: 'cookie'`. */
  readonly credentials?: 'include' | 'omit' | 'same-origin' | undefined;
  /** Replaces the global `fetch`. */
  readonly fetch?: ((url: string, init?: RequestInit) => Promise<Response>) | undefined;
  /** Facts of the procedures that your own contract adds. */
  readonly procedures?: Readonly<Record<string, ProcedureFacts>> | undefined;
}

/** A client of an unmodified shop. Every procedure of the contract is a function. */
export type Cartwright = ShopClient<Contract>;

/** The procedures of a contract, with the session. */
export type ShopClient<Procedures> = Client<Procedures> & { readonly session: SessionEvents };

/** Procedures after which no account is signed in. */
const endings: ReadonlySet<string> = new Set(['auth.logout', 'auth.logoutAll', 'auth.deleteMe']);

/**
 * A client of the shop at `url`. Each procedure is a function under its own name. The client keeps the session that
 * `auth.login` and `auth.register` return, renews it, and remembers a guest's cart.
 *
 * Every call throws either a `CartwrightError` or the reason of the signal that it was given.
 *
 * @example
 * const shop = createCartwright({ url: 'http://localhost:8000' });
 * const { items } = await shop.products.list({ category: 'coffee', limit: 5 });
 * await shop.cart.addItem({ productId: items[0].id, quantity: 2 });
 *
 * @example
 * // A server with routers of its own.
 * interface MyContract extends Contract {
 *   reviews: { add: Mutation<{ productId: string; stars: number }, void> };
 * }
 * const shop = createCartwright<MyContract>({ url, procedures: { 'reviews.add': { kind: 'mutation', input: true } } });
 */
export function createCartwright<Procedures = Contract>(options: CartwrightOptions): ShopClient<Procedures> {
  const { store, session } = watchSession(options.tokens ?? memoryTokens(), `cartwright ${options.url} session`);
  const { call, follow } = createCalls(options, store);
  const client: Tree = { session: { ...session } };
  for (const [name, facts] of Object.entries<ProcedureFacts>({ ...shopProcedures, ...options.procedures })) {
    const path = name.split('.');
    const last = path.pop() ?? name;
    let branch = client;
    for (const part of path) branch = (branch[part] ??= {}) as Tree;
    branch[last] = facts.kind === 'subscription' ? subscription(name, facts, follow) : method(name, facts, call);
  }
  return asClient<Procedures>(client);
}

type Options = IdempotentCallOptions & OrderTokenOption;
type Call = (name: string, facts: ProcedureFacts, input: unknown, options?: Options) => Promise<unknown>;
type Tree = { [name: string]: Tree | ((...args: never[]) => unknown) };

/** The generated table names the same procedures as the contract, so the tree built from it has the contract's form. */
function asClient<Procedures>(tree: Tree): ShopClient<Procedures> {
  return tree as unknown as ShopClient<Procedures>;
}

/** Splits the arguments of a call. A procedure without input takes its options first. */
function read({ input }: ProcedureFacts, args: unknown[]): [input: unknown, options: unknown] {
  return input ? [args[0] ?? {}, args[1]] : [undefined, args[0]];
}

function subscription(name: string, facts: ProcedureFacts, follow: Follow) {
  const start = (...args: unknown[]) => {
    const [input, options] = read(facts, args);
    return follow(name, input as object | undefined, options as (FollowOptions & OrderTokenOption) | undefined);
  };
  const subscribe = (input: unknown, { onData, onError, onStopped, signal, ...options }: Handlers<unknown>) => {
    const stopped = new AbortController();
    const unsubscribe = () => stopped.abort();
    signal?.addEventListener('abort', unsubscribe, { once: true });
    if (signal?.aborted) unsubscribe();
    const listen = async () => {
      for await (const event of start(...(facts.input ? [input] : []), { ...options, signal: stopped.signal })) {
        await onData(event);
      }
    };
    const report = (error: unknown) => {
      if (!stopped.signal.aborted) onError(error);
    };
    const finish = () => {
      signal?.removeEventListener('abort', unsubscribe);
      onStopped?.();
    };
    void listen().catch(report).finally(finish);
    return { unsubscribe };
  };
  return Object.assign(start, { subscribe });
}

function method(name: string, facts: ProcedureFacts, call: Call) {
  const once = (...args: unknown[]) => {
    const [input, options] = read(facts, args);
    return call(name, facts, input, options as Options | undefined);
  };
  async function* all(...args: unknown[]) {
    const [input, options] = read(facts, args) as [{ cursor?: string }, unknown];
    let cursor: string | null | undefined = input.cursor;
    do {
      const page = await once({ ...input, ...(cursor && { cursor }) }, options);
      const { items, nextCursor } = page as { items: unknown[]; nextCursor: string | null };
      yield* items;
      cursor = nextCursor;
    } while (cursor);
  }
  return facts.pages ? Object.assign(once, { all }) : once;
}

function createCalls(options: CartwrightOptions, store: TokenStore): { call: Call; follow: Follow } {
  const { headers = {}, timeout = 30_000, retry, credentials, apiKey } = options;
  const url = withoutTrailingSlashes(options.url);
  const { send, open } = createTransport({
    url,
    timeout,
    // Looks `fetch` up on each call, so that a later replacement counts. Calls it without a receiver.
    async fetch(address, init) {
      const response = await (options.fetch ?? globalThis.fetch)(address, {
        ...init,
        ...(credentials && { credentials }),
      });
      const deviceToken = response.headers.get('x-device-token');
      if (deviceToken !== null && apiKey === undefined) await keeper.keepDevice(deviceToken);
      return response;
    },
    headers: typeof headers === 'function' ? headers : () => headers,
  });

  const keeper = new TokenKeeper({
    store,
    lock: `cartwright ${url}`,
    // Safe to repeat, because the shop gives the same response for ten seconds.
    exchange: (refreshToken) => {
      const refresh = (signal: AbortSignal) =>
        repeatedly({
          procedure: 'auth.refresh',
          kind: 'mutation',
          download: undefined,
          input: { refreshToken },
          headers: {},
          signal,
        });
      return withSecondTry(refresh, Math.min(4_000, timeout / 4));
    },
  });

  /** Sends a call until it succeeds or another try cannot help. */
  async function repeatedly(outgoing: OutgoingCall, maySendAgain = true): Promise<unknown> {
    const { signal } = outgoing;
    for (let tried = 1; ; tried += 1) {
      try {
        return await unlessAborted(send(outgoing), signal);
      } catch (error) {
        signal?.throwIfAborted();
        const wait = maySendAgain && isFailure(error) ? waitAfter(error, tried, retry) : undefined;
        if (wait === undefined) throw error;
        await sleep(wait, signal);
      }
    }
  }

  async function signedCall(name: string, facts: ProcedureFacts, input: unknown, given: Options) {
    const { signal } = given;
    // A replay does not show tokens again, so a call that returns a session gets a key only from the caller.
    const ownKey = facts.answers === 'session' ? undefined : randomKey();
    const key = facts.idempotent ? (given.idempotencyKey ?? ownKey) : undefined;
    const isEnding = endings.has(name);
    for (let isSecond = false; ; isSecond = true) {
      const { session, cartToken, deviceToken }: Tokens =
        apiKey === undefined
          ? await unlessAborted(facts.public ? keeper.stored() : keeper.current(isEnding), signal)
          : {};
      const sent = facts.public ? undefined : session;
      const credential = facts.public ? undefined : (apiKey ?? sent?.accessToken);
      const own = {
        ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
        ...(cartToken !== undefined && { 'x-cart-token': cartToken }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(facts.byOrderToken && given.orderToken !== undefined && { [orderTokenHeader]: given.orderToken }),
        ...(namesAccount(name, facts) && deviceToken !== undefined && { 'x-device-token': deviceToken }),
      };
      try {
        const kind = facts.kind === 'query' ? 'query' : 'mutation';
        const { download } = facts;
        const outgoing: OutgoingCall = { procedure: name, kind, download, input, headers: own, signal };
        const answer = await repeatedly(outgoing, facts.kind === 'query' || key !== undefined);
        await keeper.learn(facts, answer);
        return answer;
      } catch (error) {
        if (isSecond || !sent || !isFailure(error, 'UNAUTHENTICATED') || !(await keeper.replace(sent, isEnding)))
          throw error;
      }
    }
  }

  const call: Call = async (name, facts, input, given = {}) => {
    given.signal?.throwIfAborted();
    const run = () => signedCall(name, facts, input, given);
    if (endings.has(name)) {
      // `auth.logout` removes the session here even if the request does not reach the shop.
      const answer = await keeper.end(run, { always: name === 'auth.logout' });
      if (name === 'auth.deleteMe') await keeper.forgetDevice();
      return answer;
    }
    const answer = await (facts.answers === 'cart' && facts.kind === 'mutation' ? keeper.withCart(run) : run());
    return name === 'auth.register' && isWithoutTokens(answer) ? signInInstead(input, given) : answer;
  };

  /** Signs in with the new account's password, because the response that carried its tokens was lost. */
  function signInInstead(input: unknown, { signal }: IdempotentCallOptions): Promise<unknown> {
    const { email, password, mode } = input as Contract['auth']['register']['input'];
    return call('auth.login', shopProcedures['auth.login'], { email, password, mode }, { signal });
  }

  const follow = createFollow({ keeper, open, retry, apiKey });
  if (apiKey !== undefined) return { call, follow };
  const query: ProcedureFacts = { kind: 'query' };
  const ask = (name: string, input: object | undefined, signal: AbortSignal | undefined) =>
    call(name, query, input, { signal });
  return { call, follow: sharingOwnOrders({ shop: url, follow, ask }) };
}

/** Whether the shop counts the tries of known clients apart from those of strangers. */
function namesAccount(name: string, { kind }: ProcedureFacts): boolean {
  return kind === 'mutation' && name.startsWith('auth.');
}

/** Whether this is a replay of `auth.register`, which opened the account before. */
function isWithoutTokens(answer: unknown): boolean {
  return (answer as { tokensShown?: unknown } | undefined)?.tokensShown === false;
}

/** `crypto.randomUUID` is missing on pages that came over plain HTTP. */
function withoutTrailingSlashes(url: string): string {
  let end = url.length;
  while (url[end - 1] === '/') end -= 1;
  return url.slice(0, end);
}

function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
