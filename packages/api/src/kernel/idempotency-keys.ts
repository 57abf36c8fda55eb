import { createHmac } from 'node:crypto';
import { param, preparedQuery, preparedWrite, type Reader, type Tables, type Transaction } from '@cartwright/db';
import { and, eq, gte, lt, lte, type SQL } from 'drizzle-orm';
import { callerIdOf, type GuestContext } from './context.ts';
import { emailIn, emailKey } from './fields.ts';
import { hashSecret } from './ids.ts';
import type { Call } from './procedures.ts';
import type { Shop } from './shop.ts';

export const findKey = preparedQuery('key', (read: Reader) => {
  const { idempotencyKeys: k } = read.tables;
  return read
    .select({ fingerprint: k.fingerprint, response: k.response })
    .from(k)
    .where(and(eq(k.scope, param(k.scope, 'scope')), eq(k.key, param(k.key, 'key'))));
});

export const claimKey = preparedQuery('claim of a key', (tx: Transaction) => {
  const { idempotencyKeys: k } = tx.tables;
  const values = {
    fingerprint: param(k.fingerprint, 'fingerprint'),
    createdAt: param(k.createdAt, 'now'),
    expiresAt: param(k.expiresAt, 'expiresAt'),
  };
  return (
    tx
      .insert(k)
      .values({ ...values, scope: param(k.scope, 'scope'), key: param(k.key, 'key') })
      // An expired key is free again, even before its purge.
      .onConflictDoUpdate({
        target: [k.scope, k.key],
        set: { ...values, response: null },
        setWhere: lte(k.expiresAt, param(k.createdAt, 'now')),
      })
      .returning({ key: k.key })
  );
});

export const keepResponse = preparedWrite('response to a key', (tx) => {
  const { idempotencyKeys: k } = tx.tables;
  return tx
    .update(k)
    .set({ response: param(k.response, 'response') })
    .where(and(eq(k.scope, param(k.scope, 'scope')), eq(k.key, param(k.key, 'key'))));
});

/** Whether a call sent an Idempotency-Key that was used before, with any input. */
export async function isKnownKey({ ctx, path, meta, getRawInput }: Call): Promise<boolean> {
  const key = ctx.request.idempotencyKey;
  if (key === undefined || !meta?.idempotent) return false;
  const owner =
    meta.access === 'public'
      ? ownerByEmail(emailIn(await getRawInput()))
      : ownerOf({ ...ctx, signedIn: await ctx.identify() });
  if (owner === undefined) return false;
  return (await findKey(ctx.shop.db.read, { scope: scopeOf(owner, path), key })).length > 0;
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

/** A guest without a cart has no owner, because all such guests would share their keys. */
export function ownerOf(ctx: GuestContext): string | undefined {
  if (ctx.signedIn) return callerIdOf(ctx.signedIn);
  return ctx.request.cartToken === undefined ? undefined : `guest:${hashSecret(ctx.request.cartToken)}`;
}

export function scopeOf(owner: string, procedure: string): string {
  return `${owner} ${procedure}`;
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
