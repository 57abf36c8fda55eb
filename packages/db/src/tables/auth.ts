import { sql } from 'drizzle-orm';
import type { Vocabulary } from '../vocabulary/postgres.ts';

export function defineAuthTables(v: Vocabulary) {
  const users = v.table(
    'users',
    {
      id: v.id('id').primaryKey(),
      email: v.text('email').notNull(),
      /** The address in the form in which addresses are compared. */
      emailKey: v.text('email_key').notNull(),
      name: v.text('name').notNull(),
      /**
       * Null after an account made by a stranger went to the proven owner of its address, until the owner sets a
       * password.
       */
      passwordHash: v.text('password_hash'),
      role: v.text('role').$type<'customer' | 'admin'>().notNull(),
      /** The names of the customer groups, sorted. */
      groups: v.json('groups').notNull().default(sql`'[]'`),
      emailVerifiedAt: v.timestamp('email_verified_at'),
      cancelledOrders: v.integer('cancelled_orders').notNull().default(0),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v.uniqueIndex('users_email_key_unique').on(t.emailKey),
      v.index('users_newest').on(t.createdAt, t.id),
      v.index('users_by_role').on(t.role, t.id),
      v.index('users_in_groups').on(t.id).where(sql`${t.groups} <> '[]'`),
      v.check('users_role', sql`${t.role} in ('customer', 'admin')`),
    ],
  );

  /** One row for each signed-in device. Stores the current tokens only as SHA-256. */
  const sessions = v.table(
    'sessions',
    {
      id: v.id('id').primaryKey(),
      userId: v
        .id('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'cascade' }),
      mode: v.text('mode').$type<'bearer' | 'cookie'>().notNull(),
      tokenHash: v.text('token_hash').notNull(),
      expiresAt: v.timestamp('expires_at').notNull(),
      refreshHash: v.text('refresh_hash'),
      refreshExpiresAt: v.timestamp('refresh_expires_at'),
      /** The latest possible end of the session. */
      endsAt: v.timestamp('ends_at').notNull(),
      userAgent: v.text('user_agent'),
      ip: v.text('ip'),
      createdAt: v.timestamp('created_at').notNull(),
      lastUsedAt: v.timestamp('last_used_at').notNull(),
    },
    (t) => [
      v.uniqueIndex('sessions_token_hash_unique').on(t.tokenHash),
      v.uniqueIndex('sessions_refresh_hash_unique').on(t.refreshHash),
      v.index('sessions_user_id').on(t.userId),
      v.index('sessions_ends_at').on(t.endsAt),
    ],
  );

  /**
   * Exchanged refresh tokens. A token presented again within seconds gets the same successor, which the server derives
   * from it. If it comes later, or after its successor was exchanged, it indicates a theft.
   */
  const usedRefreshTokens = v.table(
    'used_refresh_tokens',
    {
      hash: v.text('hash').primaryKey(),
      sessionId: v
        .id('session_id')
        .notNull()
        .references(() => sessions.id, { onDelete: 'cascade' }),
      usedAt: v.timestamp('used_at').notNull(),
    },
    (t) => [v.index('used_refresh_tokens_session_id').on(t.sessionId)],
  );

  /**
   * Evidence that a person reads an address. The server derives the code and the tokens from the row's id and
   * SECRET_KEY, so that a stolen row reveals none of them.
   */
  const emailProofs = v.table(
    'email_proofs',
    {
      id: v.id('id').primaryKey(),
      /**
       * `code` verifies an account's address, `verification` allows a registration, `reset` sets a password, `erasure`
       * exports and erases the data of a guest, `email` gives an account a new address, and `former_email` tells the
       * former one. All but `verification` are e-mailed.
       */
      purpose: v
        .text('purpose')
        .$type<'code' | 'verification' | 'reset' | 'erasure' | 'email' | 'former_email'>()
        .notNull(),
      email: v.text('email').notNull(),
      emailKey: v.text('email_key').notNull(),
      /** The user whose session requested a proof of their own address; null for other requests. */
      askedBy: v.id('asked_by'),
      /** Index among the few proofs that an address may have for one purpose at a time. */
      slot: v.integer('slot').notNull(),
      /** Guesses of the code. A guess is counted before it is compared. */
      attempts: v.integer('attempts').notNull().default(0),
      expiresAt: v.timestamp('expires_at').notNull(),
      createdAt: v.timestamp('created_at').notNull(),
    },
    (t) => [
      v.uniqueIndex('email_proofs_unique').on(t.purpose, t.emailKey, t.slot),
      v.index('email_proofs_expires_at').on(t.expiresAt),
      v.check(
        'email_proofs_purpose',
        sql`${t.purpose} in ('code', 'verification', 'reset', 'erasure', 'email', 'former_email')`,
      ),
    ],
  );

  /** Credentials for programs. A key acts for the admin that made it, within its scopes. */
  const apiKeys = v.table(
    'api_keys',
    {
      id: v.id('id').primaryKey(),
      userId: v
        .id('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'cascade' }),
      name: v.text('name').notNull(),
      /** The beginning of the key, which may be shown. */
      prefix: v.text('prefix').notNull(),
      /** SHA-256 of the whole key. */
      keyHash: v.text('key_hash').notNull(),
      scopes: v.json('scopes').notNull(),
      /** Null means that the key never expires. */
      expiresAt: v.timestamp('expires_at'),
      lastUsedAt: v.timestamp('last_used_at'),
      revokedAt: v.timestamp('revoked_at'),
      createdAt: v.timestamp('created_at').notNull(),
    },
    (t) => [v.uniqueIndex('api_keys_prefix_unique').on(t.prefix), v.index('api_keys_user_id').on(t.userId)],
  );

  /** A customer's address book. */
  const addresses = v.table(
    'addresses',
    {
      id: v.id('id').primaryKey(),
      userId: v
        .id('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'cascade' }),
      address: v.json('address').notNull(),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [v.index('addresses_user_id').on(t.userId, t.id)],
  );

  return { users, sessions, usedRefreshTokens, emailProofs, apiKeys, addresses };
}

export type AuthTables = ReturnType<typeof defineAuthTables>;
