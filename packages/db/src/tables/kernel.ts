import { sql } from 'drizzle-orm';
import type { Vocabulary } from '../vocabulary/postgres.ts';

export function defineKernelTables(v: Vocabulary) {
  /** Written in the transaction of the effect that it guards, so that effect and key exist together or not at all. */
  const idempotencyKeys = v.table(
    'idempotency_keys',
    {
      /** Who called what: one caller's key never meets another's. */
      scope: v.text('scope').notNull(),
      key: v.text('key').notNull(),
      /** SHA-256 of the parsed input. */
      fingerprint: v.text('fingerprint').notNull(),
      response: v.json('response'),
      createdAt: v.timestamp('created_at').notNull(),
      /** Null is kept for ever. */
      expiresAt: v.timestamp('expires_at'),
    },
    (t) => [
      v.primaryKey({ name: 'idempotency_keys_pk', columns: [t.scope, t.key] }),
      // Those of orders never expire.
      v.index('idempotency_keys_expires_at').on(t.expiresAt).where(sql`${t.expiresAt} is not null`),
    ],
  );

  /** A mail that went out. The key is what makes it go out once. */
  const mailDeliveries = v.table(
    'mail_deliveries',
    {
      /** What the mail is about, such as an order's id. */
      subjectId: v.id('subject_id').notNull(),
      template: v.text('template').notNull(),
      sentAt: v.timestamp('sent_at').notNull(),
      /** From when on nothing can ask for the mail again. Null is kept for ever, with the order that it is about. */
      expiresAt: v.timestamp('expires_at'),
    },
    (t) => [
      v.primaryKey({ name: 'mail_deliveries_pk', columns: [t.subjectId, t.template] }),
      v.index('mail_deliveries_expires_at').on(t.expiresAt),
    ],
  );

  /** How many mails an address has had in a window of time, of those that are bounded. */
  const mailCounts = v.table(
    'mail_counts',
    {
      /** SHA-256 of the address in the form in which addresses are compared. */
      recipient: v.text('recipient').notNull(),
      /** What is counted and for how long, such as `proof hour`. */
      bound: v.text('bound').notNull(),
      count: v.integer('count').notNull(),
      /** The end of the window, which its first mail began. */
      endsAt: v.timestamp('ends_at').notNull(),
    },
    (t) => [
      v.primaryKey({ name: 'mail_counts_pk', columns: [t.recipient, t.bound] }),
      v.index('mail_counts_ends_at').on(t.endsAt),
    ],
  );

  /** The mails of the development mailbox, which server and worker share. */
  const devMails = v.table('dev_mails', {
    id: v.id('id').primaryKey(),
    to: v.text('to').notNull(),
    subject: v.text('subject').notNull(),
    text: v.text('text').notNull(),
    html: v.text('html').notNull(),
    at: v.timestamp('at').notNull(),
  });

  return { idempotencyKeys, mailDeliveries, mailCounts, devMails };
}
