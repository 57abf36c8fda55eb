import type { Failure } from './failures.ts';
import type { Scope } from './scopes.ts';
import type { Shop } from './shop.ts';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: 'customer' | 'admin';
  /** The customer groups, which promotions can require. */
  readonly groups: string[];
  readonly emailVerified: boolean;
  readonly cancelledOrders: number;
  readonly createdAt: Date;
}

/** How a client keeps its session: as tokens, or as one cookie that its scripts cannot read. */
export type SessionMode = 'bearer' | 'cookie';

/** A person with a session. */
export interface SignedIn {
  readonly user: User;
  readonly sessionId: string;
  readonly mode: SessionMode;
  readonly key?: undefined;
}

/** A program with an API key. It acts in the name of the admin that made the key. */
export interface KeyHolder {
  readonly user: User;
  readonly key: { readonly id: string; readonly scopes: readonly Scope[] };
}

export type Caller = SignedIn | KeyHolder;

/** The facts of a request, the same for every surface. */
export interface RequestFacts {
  readonly requestId: string;
  /** The access token or API key, from the header or the cookie. */
  readonly accessToken?: string | undefined;
  readonly cartToken?: string | undefined;
  /** The token of a guest's order, from the header. */
  readonly orderToken?: string | undefined;
  /** The call comes from a page of another site, whose browser would drop our cookies. */
  readonly dropsCookies?: boolean;
  readonly idempotencyKey?: string;
  /** The token of the accounts that this client has signed in to before. */
  readonly deviceToken?: string | undefined;
  readonly ip: string;
  readonly userAgent?: string;
}

/** Facts of a call for the transport, beside the result. */
export interface ReplyFacts {
  /** The answer is stored, from an earlier request with the same Idempotency-Key. */
  replayed: boolean;
  /** The caller, after the look-up. */
  userId?: string;
  /** The API key that was used. */
  keyId?: string;
  /** The session cookie to set, or `clear` to delete it. */
  session?: KeptSecret | 'clear';
  /** The cookie of the guest's cart to set, or `clear` to delete it. */
  cart?: KeptSecret | 'clear';
  /**
   * Tells the client of an event stream that its position is void. The transport sets it before it asks for the first
   * event.
   */
  reset?: () => void;
  /** The device cookie to set, after the client proved that it knows the account's password. */
  device?: KeptSecret;
}

/** A secret that the transport gives to the client, for example in a cookie. */
export interface KeptSecret {
  readonly token: string;
  /** The secret gives access until this time. */
  readonly expiresAt: Date;
}

/** Facts of one running call. A batch is one request with several calls. */
export interface CallFacts {
  /** The call has changed nothing, because an earlier call with the same Idempotency-Key did. */
  isReplay: boolean;
  /** The limit that refuses the call. Only a replay may still be answered. */
  overLimit?: Failure;
}

export interface Context {
  readonly shop: Shop;
  readonly request: RequestFacts;
  readonly reply: ReplyFacts;
  /** Facts of the called procedure. */
  readonly call?: CallFacts;
  /** Looks up the caller once for each request. @throws UNAUTHENTICATED the token is invalid */
  identify(): Promise<Caller | null>;
  /** Looks up the caller again. @throws UNAUTHENTICATED the token is invalid */
  identifyAgain(): Promise<Caller | null>;
  /** The id of the calling client, if it has signed in to the account of this address before. */
  recognise(email: string): Promise<string | undefined>;
}

/** The context of a procedure that ignores credentials. */
export interface PublicContext extends Context {
  /** The called procedure, such as `orders.cancel`. */
  readonly procedure: string;
}

/** The context of a procedure that guests may call too. */
export interface GuestContext extends PublicContext {
  readonly signedIn: Caller | null;
}

/** The context of a procedure for the owner of an order: a person with a session, or a guest with its token. */
export interface OwnerContext extends GuestContext {
  readonly signedIn: SignedIn | null;
  /** The token that may open the order. Only these procedures see it. */
  readonly orderToken: string | undefined;
  /** Checks again that the caller may call the procedure, for long streams. @throws as `identify` */
  readmit(): Promise<Caller | null>;
}

/** The context of a procedure that needs a signed-in caller. */
export interface UserContext extends GuestContext {
  readonly signedIn: Caller;
  /** Checks again that the caller may call the procedure, for long streams. @throws as `identify`, FORBIDDEN, … */
  readmit(): Promise<Caller>;
}

/** The context of a procedure that no key reaches, so that its caller is a person. */
export interface SessionContext extends UserContext {
  readonly signedIn: SignedIn;
}
