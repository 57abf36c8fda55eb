import type { Failure } from './failures.ts';
import type { Scope } from './scopes.ts';
import type { Shop } from './shop.ts';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: 'customer' | 'admin';
  readonly emailVerified: boolean;
  readonly cancelledOrders: number;
  readonly createdAt: Date;
}

/** How a client holds its session: tokens of its own, or one cookie that it cannot read. */
export type SessionMode = 'bearer' | 'cookie';

/** A person with a session. */
export interface SignedIn {
  readonly user: User;
  readonly sessionId: string;
  readonly mode: SessionMode;
  readonly key?: undefined;
}

/** A program with an API key. It acts in the name of the admin who made the key. */
export interface KeyHolder {
  readonly user: User;
  readonly key: { readonly id: string; readonly scopes: readonly Scope[] };
}

/** Who calls. */
export type Caller = SignedIn | KeyHolder;

/** What a request says of itself, whatever protocol it came by. */
export interface RequestFacts {
  readonly requestId: string;
  /** The access token or API key, from the header or the cookie. */
  readonly accessToken?: string | undefined;
  readonly cartToken?: string | undefined;
  /** The call comes from a page of another site, whose browser would drop a cookie of ours. */
  readonly dropsCookies?: boolean;
  readonly idempotencyKey?: string;
  /** What a client keeps of accounts that it has signed in to before. */
  readonly deviceToken?: string | undefined;
  readonly ip: string;
  readonly userAgent?: string;
}

/** What a rule may say to the transport beside its result. */
export interface ReplyFacts {
  /** This is a stored answer to an earlier request with the same Idempotency-Key. */
  replayed: boolean;
  /** Who called, once it was looked up. */
  userId?: string;
  /** The API key that was used. */
  keyId?: string;
  /** What the client is to keep as its session where it cannot read it, or that it is to keep none. */
  session?: KeptSecret | 'clear';
  /** The same for a guest's cart. */
  cart?: KeptSecret | 'clear';
  /** What the client is to keep of the account whose password it has just shown to know. */
  device?: KeptSecret;
}

/** A secret that the transport hands to the client's keeping, such as in a cookie. */
export interface KeptSecret {
  readonly token: string;
  /** After this it opens nothing. */
  readonly expiresAt: Date;
}

/** What becomes known of one call while it runs. A batch is one request with several calls. */
export interface CallFacts {
  /** It has changed nothing, because an earlier call with the same Idempotency-Key did. */
  isReplay: boolean;
  /** A limit refuses it: it may only go on as a replay. */
  overLimit?: Failure;
}

export interface Context {
  readonly shop: Shop;
  readonly request: RequestFacts;
  readonly reply: ReplyFacts;
  /** Of the procedure that was called. */
  readonly call?: CallFacts;
  /** Who is calling: looked up once for each request. @throws UNAUTHENTICATED a token was sent and is not valid */
  identify(): Promise<Caller | null>;
  /** The same, looked up again. */
  identifyAgain(): Promise<Caller | null>;
  /** The id of the client that calls, if it has signed in to the account of this address before. */
  recognise(email: string): Promise<string | undefined>;
}

/** Of a procedure that a guest may call too. */
export interface GuestContext extends Context {
  readonly signedIn: Caller | null;
}

/** Of a procedure that needs to know who calls. */
export interface UserContext extends Context {
  readonly signedIn: Caller;
  /** The procedure that was called, such as `orders.cancel`. */
  readonly procedure: string;
  /** Makes sure that the caller may still call it, for streams, which last. @throws as `identify`, FORBIDDEN, … */
  readmit(): Promise<Caller>;
}

/** Of a procedure that no key reaches: whoever calls is a person. */
export interface SessionContext extends UserContext {
  readonly signedIn: SignedIn;
}

/** How ledger, events and logs name whoever called. */
export function actorOf({ signedIn }: Pick<GuestContext, 'signedIn'>): string {
  return signedIn ? callerIdOf(signedIn) : 'guest';
}

/** One name for each person, and one for each key: two keys of one admin have nothing in common. */
export function callerIdOf({ user, key }: Caller): string {
  return key ? `key:${key.id}` : `user:${user.id}`;
}
