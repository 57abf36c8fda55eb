import { randomBytes } from 'node:crypto';
import type { Transaction } from '@cartwright/db';
import { and, desc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { z } from 'zod';
import type { KeyHolder } from '../kernel/context.ts';
import { hashSecret, newSecret } from '../kernel/ids.ts';
import { isScope } from '../kernel/scopes.ts';
import type { Shop } from '../kernel/shop.ts';
import { sameSecret } from './proofs.ts';
import { toUser, userColumns } from './users.ts';

/** Not the form of any other token. */
const form = /^(cw_(?:live|test)_[0-9a-f]{12})_[\w-]{43}$/;

/** How exactly it is known when a key was last used. Exactly would be a write for each request. */
const useGranularity = 60_000;

export interface NewApiKey {
  /** For its owner, once. */
  readonly key: string;
  /** The part of it that may be shown, by which people tell keys apart. */
  readonly prefix: string;
  readonly keyHash: string;
}

/** A key of 256 random bits. What it begins with tells people, and programs that look for leaked keys, what it is. */
export function newApiKey({ settings }: Shop): NewApiKey {
  const prefix = `cw_${settings.isProduction ? 'live' : 'test'}_${randomBytes(6).toString('hex')}`;
  const key = `${prefix}_${newSecret()}`;
  return { key, prefix, keyHash: hashSecret(key) };
}

export function isApiKey(token: string): boolean {
  return form.test(token);
}

/**
 * Who a key belongs to, and how far it reaches; null when it is unknown, expired or revoked, or whoever made it is no
 * admin any more.
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

/** Those of a stored list that there are: one that a later version dropped opens nothing. */
export function readScopes(stored: unknown) {
  return z.array(z.string()).parse(stored).filter(isScope);
}

/** When this process noted the use of each key: of many calls at the same moment one writes. */
const noted = new WeakMap<Shop, Map<string, Date>>();

/** Nobody waits for it, and a call does not fail because of it. */
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

/** The newest keys of a user that open something. */
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

/** Ends every key of a user for good. */
export async function revokeKeysOf(tx: Transaction, userId: string, at: Date): Promise<void> {
  const { apiKeys } = tx.tables;
  await tx
    .update(apiKeys)
    .set({ revokedAt: at })
    .where(and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt)));
}
