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

export interface SignedIn {
  readonly user: User;
  readonly sessionId: string;
  readonly mode: SessionMode;
}

/** What a request says of itself, whatever protocol it came by. */
export interface RequestFacts {
  readonly requestId: string;
  /** The access token, from the header or the cookie. */
  readonly accessToken?: string | undefined;
  readonly cartToken?: string | undefined;
  readonly idempotencyKey?: string;
  readonly ip: string;
  readonly userAgent?: string;
}

/** What a rule may say to the transport beside its result. */
export interface ReplyFacts {
  /** This is a stored answer to an earlier request with the same Idempotency-Key. */
  replayed: boolean;
  /** What the client is to keep as its session where it cannot read it, or that it is to keep none. */
  session?: KeptSecret | 'clear';
  /** The same for a guest's cart. */
  cart?: KeptSecret | 'clear';
}

/** A secret that the transport hands to the client's keeping, such as in a cookie. */
export interface KeptSecret {
  readonly token: string;
  /** After this it opens nothing. */
  readonly expiresAt: Date;
}

export interface Context {
  readonly shop: Shop;
  readonly request: RequestFacts;
  readonly reply: ReplyFacts;
  /** Who is calling: looked up once for each request. @throws UNAUTHENTICATED a token was sent and is not valid */
  identify(): Promise<SignedIn | null>;
}

/** Of a procedure that a guest may call too. */
export interface GuestContext extends Context {
  readonly signedIn: SignedIn | null;
}

/** Of a procedure that needs somebody signed in. */
export interface UserContext extends Context {
  readonly signedIn: SignedIn;
  /** The procedure that was called, such as `orders.cancel`. */
  readonly procedure: string;
}

/** How ledger, events and logs name the person who called. */
export function actorOf({ signedIn }: GuestContext): string {
  return signedIn ? `user:${signedIn.user.id}` : 'guest';
}
