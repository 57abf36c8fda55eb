import { actorField } from '@cartwright/kernel/actor';
import { text, time, timestamp } from '@cartwright/kernel/fields';
import { pageInput, pageOf } from '@cartwright/kernel/paging';
import { z } from 'zod';

export const listAuditInput = z.strictObject({
  actor: text({ min: 1, max: 100 }).optional().describe('The actor: `user:<id>`, `key:<id>` or `cli`'),
  action: text({ min: 1, max: 100 })
    .optional()
    .describe('A procedure such as `products.update`, or a prefix such as `products`'),
  target: text({ min: 1, max: 100 }).optional().describe('The id of the target'),
  from: time.optional().describe('At or after this time'),
  to: time.optional().describe('Before this time'),
  q: text({ min: 1, max: 100 })
    .optional()
    .describe('A part of the action, target, reason, request id, or of a value before or after'),
  ...pageInput,
});

const facts = z.record(z.string(), z.unknown()).nullable();

export const auditEntry = z
  .object({
    id: z.number().int().describe('Grows with time'),
    at: timestamp,
    actor: actorField,
    actorName: z.string().nullable().describe('The current name of the actor, or null if the account no longer exists'),
    action: z.string().describe('The procedure or the command'),
    target: z.object({
      type: z.string(),
      id: z.string(),
      label: z.string().nullable().describe('A readable name, such as a SKU'),
    }),
    before: facts.describe('The changed fields before the change, or null if the target did not exist'),
    after: facts.describe('The same fields after the change, or null if the target no longer exists'),
    reason: z.string().nullable().describe('The reason in the words of the actor'),
    ip: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });

export const auditPage = pageOf(auditEntry).meta({ id: 'AuditPage' });

export type ListAuditInput = z.output<typeof listAuditInput>;
export type AuditEntry = z.output<typeof auditEntry>;
