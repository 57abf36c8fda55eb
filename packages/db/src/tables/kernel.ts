import { sql } from 'drizzle-orm';
import type { Vocabulary } from '../vocabulary/postgres.ts';

export function defineKernelTables(v: Vocabulary) {
  /** Written in the transaction of the effect that it guards, so that both exist or neither. */
  const idempotencyKeys = v.table(
    'idempotency_keys',
    {
      /** The caller and the procedure, so that the keys of different callers never collide. */
      scope: v.text('scope').notNull(),
      key: v.text('key').notNull(),
      /** SHA-256 of the parsed input. */
      fingerprint: v.text('fingerprint').notNull(),
      response: v.json('response'),
      createdAt: v.timestamp('created_at').notNull(),
      /** Null keeps the row forever. */
      expiresAt: v.timestamp('expires_at'),
    },
    (t) => [
      v.primaryKey({ name: 'idempotency_keys_pk', columns: [t.scope, t.key] }),
      // The keys of orders never expire.
      v.index('idempotency_keys_expires_at').on(t.expiresAt).where(sql`${t.expiresAt} is not null`),
    ],
  );

  /** Names to lock. A row with a holder is a lock that outlives a transaction. */
  const locks = v.table('locks', {
    name: v.text('name').primaryKey(),
    holder: v.id('holder'),
    /** The time at which the lock of a dead process ends. */
    until: v.timestamp('until'),
  });

  /** A sent e-mail. The primary key prevents a second one. */
  const mailDeliveries = v.table(
    'mail_deliveries',
    {
      /** The subject of the e-mail, such as an order's id. */
      subjectId: v.id('subject_id').notNull(),
      template: v.text('template').notNull(),
      sentAt: v.timestamp('sent_at').notNull(),
      /**
       * The time after which the e-mail can no longer be requested. Null keeps the row forever, together with its
       * order.
       */
      expiresAt: v.timestamp('expires_at'),
    },
    (t) => [
      v.primaryKey({ name: 'mail_deliveries_pk', columns: [t.subjectId, t.template] }),
      v.index('mail_deliveries_expires_at').on(t.expiresAt),
    ],
  );

  /** The number of limited e-mails that an address received in a time window. */
  const mailCounts = v.table(
    'mail_counts',
    {
      /** SHA-256 of the address in the form in which addresses are compared. */
      recipient: v.text('recipient').notNull(),
      /** The limit and its window, such as `proof hour`. */
      bound: v.text('bound').notNull(),
      count: v.integer('count').notNull(),
      /** The end of the window, which the first e-mail began. */
      endsAt: v.timestamp('ends_at').notNull(),
    },
    (t) => [
      v.primaryKey({ name: 'mail_counts_pk', columns: [t.recipient, t.bound] }),
      v.index('mail_counts_ends_at').on(t.endsAt),
    ],
  );

  /** The e-mails of the development mailbox, which server and worker share. */
  const devMails = v.table('dev_mails', {
    id: v.id('id').primaryKey(),
    to: v.text('to').notNull(),
    subject: v.text('subject').notNull(),
    text: v.text('text').notNull(),
    html: v.text('html').notNull(),
    at: v.timestamp('at').notNull(),
  });

  return { idempotencyKeys, locks, mailDeliveries, mailCounts, devMails };
}
