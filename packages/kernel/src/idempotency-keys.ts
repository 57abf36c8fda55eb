import { createHmac } from 'node:crypto';
import { insertedRowsOf, prepared, rowsOf, type Tables, type Transaction } from '@cartwright/db';
import { and, eq, gte, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { actorOfCaller } from './actor.ts';
import type { GuestContext } from './context.ts';
import { emailIn, emailKey } from './fields.ts';
import { hashSecret } from './ids.ts';
import type { Call } from './procedures.ts';
import type { Shop } from './shop.ts';

export const findKey = prepared(
  'key',
  ({ idempotencyKeys: { scope, key } }) => ({ scope, key }),
  (read, { scope, key }) => {
    const { idempotencyKeys: k } = read.tables;
    return read
      .select({ fingerprint: k.fingerprint, response: k.response })
      .from(k)
      .where(and(eq(k.scope, scope), eq(k.key, key)));
  },
);

/** A key as a call claims it. */
export interface Claim {
  readonly scope: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly createdAt: Date;
  /** Null for a key that is kept forever. */
  readonly expiresAt: Date | null;
}

/**
 * Claims keys, in the order of scope and key so that two lists cannot deadlock. Waits for a concurrent claim of a key.
 *
 * @returns the names of the keys that were free; an expired key is free again, even before its purge
 */
export async function claimKeys(tx: Transaction, claims: readonly Claim[]): Promise<ReadonlySet<string>> {
  if (claims.length === 0) return new Set();
  const claimed = await claim(tx, { claims: [...claims].sort(byName) });
  return new Set(claimed.map(nameOfKey));
}

/** One string for a scope and a key. Neither contains a line break. */
export function nameOfKey({ scope, key }: Pick<Claim, 'scope' | 'key'>): string {
  return `${scope}\n${key}`;
}

function byName(a: Claim, b: Claim): number {
  return nameOfKey(a) < nameOfKey(b) ? -1 : 1;
}

const claim = prepared(
  'claim of keys',
  ({ idempotencyKeys: { scope, key, fingerprint, createdAt, expiresAt } }) => ({
    claims: insertedRowsOf({ scope, key, fingerprint, createdAt, expiresAt }),
  }),
  (tx: Transaction, { claims }) => {
    const { idempotencyKeys: k } = tx.tables;
    return tx
      .insert(k)
      .select(tx.insertedRows(k, claims))
      .onConflictDoUpdate({
        target: [k.scope, k.key],
        set: {
          fingerprint: sql`excluded.fingerprint`,
          createdAt: sql`excluded.created_at`,
          expiresAt: sql`excluded.expires_at`,
          response: null,
        },
        setWhere: lte(k.expiresAt, sql`excluded.created_at`),
      })
      .returning({ scope: k.scope, key: k.key });
  },
);

/** Stores the responses of claimed keys with a deferred write. */
export function keepResponses(tx: Transaction, rows: readonly (Claim & { readonly response: unknown })[]): void {
  if (rows.length > 0) tx.defer(responses({ rows }));
}

const responses = prepared(
  'responses to keys',
  ({ idempotencyKeys: { scope, key, fingerprint, createdAt, expiresAt, response } }) => ({
    rows: insertedRowsOf({ scope, key, fingerprint, createdAt, expiresAt, response }),
  }),
  (tx: Transaction, { rows }) => {
    const { idempotencyKeys: k } = tx.tables;
    return tx
      .insert(k)
      .select(tx.insertedRows(k, rows))
      .onConflictDoUpdate({ target: [k.scope, k.key], set: { response: sql`excluded.response` } });
  },
);

/** Frees claimed keys again with a deferred write, because the calls of a list that were refused leave nothing behind. */
export function releaseKeys(tx: Transaction, claims: readonly Claim[]): void {
  if (claims.length > 0) tx.defer(released({ claims }));
}

const released = prepared(
  'released keys',
  ({ idempotencyKeys: { scope, key } }) => ({ claims: rowsOf({ scope, key }) }),
  (tx: Transaction, { claims }) => {
    const { idempotencyKeys: k } = tx.tables;
    return tx.delete(k).where(or(...claims.map(({ scope, key }) => and(eq(k.scope, scope), eq(k.key, key)))));
  },
);

/** Whether a call sent an Idempotency-Key that was used before, with any input. */
export async function isKnownKey({ ctx, path, meta, getRawInput }: Call): Promise<boolean> {
  const key = ctx.request.idempotencyKey;
  if (key === undefined || !meta?.idempotent) return false;
  const isPublic = meta.access === 'public';
  const owner = isPublic ? ownerByEmail(emailIn(await getRawInput())) : undefined;
  const signedIn = isPublic ? null : await ctx.identify();
  if (isPublic && owner === undefined) return false;
  const facts = {
    request: ctx.request,
    signedIn,
    procedure: path,
    ...(meta.access === 'owner' && { orderToken: ctx.request.orderToken }),
  };
  for (const scope of [idempotencyScope(facts, owner), meta.access === 'guest' ? formerScope(facts) : undefined]) {
    if (scope !== undefined && (await findKey(ctx.shop.db.read, { scope, key })).length > 0) return true;
  }
  return false;
}

/** The rows of an owner, as a range of the primary key, because SQLite uses no index for `LIKE`. */
export function keysOf({ idempotencyKeys: k }: Tables, owner: string): SQL | undefined {
  return and(gte(k.scope, `${owner} `), lt(k.scope, `${owner}!`));
}

/** The owner of a key that creates an account is the address, because there is no user yet. */
export function ownerByEmail(email: string): string;
export function ownerByEmail(email: string | undefined): string | undefined;
export function ownerByEmail(email: string | undefined): string | undefined {
  return email === undefined ? undefined : `email:${hashSecret(emailKey(email))}`;
}

/**
 * The scope in which the Idempotency-Key of a call is unique: its owner and its procedure, because one key may be used
 * for two procedures.
 *
 * @param owner the owner of the key, if neither an account nor a guest's token owns it
 * @returns undefined for a guest without a token, because all such guests would share their keys
 */
export function idempotencyScope(ctx: ScopeFacts, owner = ownerOf(ctx)): string | undefined {
  return owner === undefined ? undefined : `${owner} ${ctx.procedure}`;
}

/**
 * The scope of the keys that the same client used as a guest, before it signed in.
 *
 * @returns undefined for a guest, and for a client that sends no cart token
 */
export function formerScope(ctx: ScopeFacts): string | undefined {
  return ctx.signedIn ? idempotencyScope({ ...ctx, signedIn: null }) : undefined;
}

type ScopeFacts = Pick<GuestContext, 'request' | 'signedIn' | 'procedure'> & {
  readonly orderToken?: string | undefined;
};

/** The token of an order comes before that of a cart, because a procedure that sees it changes the order. */
function ownerOf({ signedIn, orderToken, request: { cartToken } }: ScopeFacts): string | undefined {
  if (signedIn) return actorOfCaller(signedIn);
  if (orderToken !== undefined) return `order:${hashSecret(orderToken)}`;
  return cartToken === undefined ? undefined : `guest:${hashSecret(cartToken)}`;
}

/** Keyed, because a plain hash would let a reader of the table guess a password in the input. */
export function fingerprintOf({ settings }: Shop, input: unknown): string {
  const text = JSON.stringify(sorted(input));
  return createHmac('sha256', settings.secretKey).update(`cartwright idempotency ${text}`).digest('base64url');
}

/** Sorts fields, so that their order does not change the fingerprint. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
