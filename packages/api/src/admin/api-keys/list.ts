import type { Reader, Transaction } from '@cartwright/db';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { cutPage, decodeCursor, encodeCursor } from '@cartwright/kernel/paging';
import { desc, eq, lt, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { readScopes } from '../../auth/index.ts';
import type { ApiKey, ListApiKeysInput } from './schema.ts';

const list = 'admin.apiKeys';

/** The keys of all admins, newest first, including revoked and expired ones. */
export async function listApiKeys(
  { shop: { db } }: UserContext,
  { limit, cursor }: ListApiKeysInput,
): Promise<{ items: ApiKey[]; nextCursor: string | null }> {
  const { apiKeys } = db.tables;
  const before = cursor === undefined ? undefined : decodeCursor(list, z.tuple([z.uuid()]), cursor)[0];
  const rows = await keysWhere(db.read, before === undefined ? undefined : lt(apiKeys.id, before))
    .orderBy(desc(apiKeys.id))
    .limit(limit + 1);
  return cutPage(rows, limit, toApiKey, ({ id }) => encodeCursor(list, [id]));
}

/** @throws NOT_FOUND */
export async function readApiKey(read: Reader | Transaction, id: string): Promise<ApiKey> {
  const [row] = await keysWhere(read, eq(read.tables.apiKeys.id, id));
  if (!row) throw kernelFailures.NOT_FOUND({});
  return toApiKey(row);
}

function keysWhere(read: Reader | Transaction, which: SQL | undefined) {
  const { apiKeys, users } = read.tables;
  return read
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      prefix: apiKeys.prefix,
      scopes: apiKeys.scopes,
      createdBy: { id: users.id, name: users.name },
      createdAt: apiKeys.createdAt,
      expiresAt: apiKeys.expiresAt,
      lastUsedAt: apiKeys.lastUsedAt,
      revokedAt: apiKeys.revokedAt,
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(which);
}

function toApiKey(row: Omit<ApiKey, 'scopes'> & { readonly scopes: unknown }): ApiKey {
  return { ...row, scopes: readScopes(row.scopes) };
}
