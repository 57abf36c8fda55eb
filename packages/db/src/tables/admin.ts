import type { Vocabulary } from '../vocabulary/postgres.ts';

export function defineAdminTables(v: Vocabulary) {
  /**
   * What admins, their programs and the command line changed. Rows are only ever added: triggers refuse the rest. No
   * names and addresses of customers stand here, because nothing here can be erased.
   */
  const auditLog = v.table(
    'audit_log',
    {
      id: v.sequence('id'),
      at: v.timestamp('at').notNull(),
      /** `user:<id>`, `key:<id>` or `cli`: who did it. */
      actor: v.text('actor').notNull(),
      /** The procedure, or the command. */
      action: v.text('action').notNull(),
      targetType: v.text('target_type').notNull(),
      targetId: v.text('target_id').notNull(),
      /** What people call the target, such as a SKU. */
      targetLabel: v.text('target_label'),
      /** The fields that changed, as they were; null where there was nothing before. */
      before: v.json('before'),
      /** The same fields as they are since; null where nothing is left. */
      after: v.json('after'),
      reason: v.text('reason'),
      ip: v.text('ip'),
      requestId: v.text('request_id'),
      /** Everything that a search looks into, in lower case and without accents. */
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
