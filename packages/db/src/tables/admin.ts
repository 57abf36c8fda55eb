import type { Vocabulary } from '../vocabulary/postgres.ts';

export function defineAdminTables(v: Vocabulary) {
  /**
   * Changes by admins, their programs and the command line. Triggers refuse updates and deletes. Rows contain no names
   * or addresses of customers, because they could not be erased.
   */
  const auditLog = v.table(
    'audit_log',
    {
      id: v.sequence('id'),
      at: v.timestamp('at').notNull(),
      /** The actor: `user:<id>`, `key:<id>` or `cli`. */
      actor: v.text('actor').notNull(),
      /** The procedure or the command. */
      action: v.text('action').notNull(),
      targetType: v.text('target_type').notNull(),
      targetId: v.text('target_id').notNull(),
      /** A readable name of the target, such as a SKU. */
      targetLabel: v.text('target_label'),
      /** The changed fields before the change; null if the target is new. */
      before: v.json('before'),
      /** The changed fields after the change; null if the target was removed. */
      after: v.json('after'),
      reason: v.text('reason'),
      ip: v.text('ip'),
      requestId: v.text('request_id'),
      /** The text that a search reads, in lower case and without accents. */
      searchText: v.text('search_text').notNull(),
    },
    (t) => [
      v.index('audit_log_newest').on(t.at, t.id),
      v.index('audit_log_by_actor').on(t.actor, t.at, t.id),
      v.index('audit_log_by_action').on(t.action, t.at, t.id),
      v.index('audit_log_by_target').on(t.targetId, t.at, t.id),
    ],
  );

  return { auditLog };
}
