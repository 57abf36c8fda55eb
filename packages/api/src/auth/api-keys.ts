import { randomBytes } from 'node:crypto';
import type { Transaction } from '@cartwright/db';
import type { KeyHolder } from '@cartwright/kernel/context';
import { hashSecret, newSecret, sameSecret } from '@cartwright/kernel/ids';
import { isScope } from '@cartwright/kernel/scopes';
import type { Shop } from '@cartwright/kernel/shop';
import { and, desc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { z } from 'zod';
import { toUser, userColumns } from './users.ts';

/** No other token has this form. */
const form = /^(cw_(?:live|test)_[0-9a-f]{12})_[\w-]{43}$/;

/** The precision of a key's last use. A higher one would cost a write for each request. */
const useGranularity = 60_000;

export interface NewApiKey {
  /** Shown to its owner once. */
  readonly key: string;
  /** The part that may be shown, so that people can tell keys apart. */
  readonly prefix: string;
  readonly keyHash: string;
}

/** Makes a key of 256 random bits. Its prefix identifies it to people, and to programs that search for leaked keys. */
export function newApiKey({ settings }: Shop): NewApiKey {
  const prefix = `cw_${settings.isProduction ? 'live' : 'test'}_${randomBytes(6).toString('hex')}`;
  const key = `${prefix}_${newSecret()}`;
  return { key, prefix, keyHash: hashSecret(key) };
}

export function isApiKey(token: string): boolean {
  return form.test(token);
}

/**
 * Finds the owner and the scopes of a key; null if it is unknown, expired or revoked, or if its owner is no longer an
 * admin.
 */
export async function findKeyHolder(shop: Shop, presented: string): Promise<KeyHolder | null> {
  const { read } = shop.db;
  const { apiKeys, users } = read.tables;
  const prefix = form.exec(presented)?.[1] ?? '';
  const [row] = await read
    .select({ key: apiKeys, user: userColumns(read.tables) })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(eq(apiKeys.prefix, prefix));
  if (!row || !sameSecret(hashSecret(presented), row.key.keyHash)) return null;
  const { id, scopes, expiresAt, revokedAt, lastUsedAt } = row.key;
  const now = shop.clock.now();
  if (revokedAt || (expiresAt && expiresAt <= now) || row.user.role !== 'admin') return null;
  noteUse(shop, id, lastUsedAt, now);
  return { user: toUser(row.user), key: { id, scopes: readScopes(scopes) } };
}

/** Reads the stored scopes that still exist. A scope that a later version removed grants nothing. */
export function readScopes(stored: unknown) {
  return z.array(z.string()).parse(stored).filter(isScope);
}

/** The time at which this process last recorded the use of each key, so that one of many concurrent calls writes. */
const noted = new WeakMap<Shop, Map<string, Date>>();

/** Records the use of a key in the background. A call does not fail because of it. */
function noteUse(shop: Shop, id: string, storedUse: Date | null, now: Date): void {
  const { db, log } = shop;
  const longAgo = new Date(now.getTime() - useGranularity);
  const known = noted.get(shop) ?? new Map<string, Date>();
  noted.set(shop, known);
  const lastUse = known.get(id) ?? storedUse;
  if (lastUse && lastUse > longAgo) return;
  known.set(id, now);
  const { apiKeys } = db.tables;
  const isOld = or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, longAgo));
  const note = db.transact(async (tx) => {
    await tx
      .update(apiKeys)
      .set({ lastUsedAt: now })
      .where(and(eq(apiKeys.id, id), isOld));
  });
  note.catch((error: unknown) => log.warn({ apiKeyId: id, err: error }, 'use of an API key could not be recorded'));
}

const mostMailed = 20;

/** Reads the newest active keys of a user. */
export async function keysOf({ db, clock }: Shop, userId: string) {
  const { apiKeys } = db.tables;
  const isAlive = and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, clock.now())));
  return db.read
    .select({ name: apiKeys.name, prefix: apiKeys.prefix, createdAt: apiKeys.createdAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.userId, userId), isAlive))
    .orderBy(desc(apiKeys.id))
    .limit(mostMailed);
}

/** Revokes every key of a user forever. */
export async function revokeKeysOf(tx: Transaction, userId: string, at: Date): Promise<void> {
  const { apiKeys } = tx.tables;
  await tx
    .update(apiKeys)
    .set({ revokedAt: at })
    .where(and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt)));
}
