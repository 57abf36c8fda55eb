import { z } from 'zod';
import { moment, text, timestamp } from '../../kernel/fields.ts';
import { pageInput, pageOf } from '../../kernel/paging.ts';

export const listAuditInput = z.strictObject({
  actor: text({ min: 1, max: 100 }).optional().describe('Who did it: `user:<id>`, `key:<id>` or `cli`'),
  action: text({ min: 1, max: 100 })
    .optional()
    .describe('A procedure such as `products.update`, or all below a name such as `products`'),
  target: text({ min: 1, max: 100 }).optional().describe('The id of what was changed'),
  from: moment.optional().describe('At or after this time'),
  to: moment.optional().describe('Before this time'),
  q: text({ min: 1, max: 100 })
    .optional()
    .describe('A part of what is said: action, target, reason, request id, or a value before or after'),
  ...pageInput,
});

const facts = z.record(z.string(), z.unknown()).nullable();

export const auditEntry = z
  .object({
    id: z.number().int().describe('Grows with time'),
    at: timestamp,
    actor: z.string().describe('Who did it: `user:<id>`, `key:<id>` or `cli`'),
    actorName: z.string().nullable().describe('What they are called now; null for whoever is gone'),
    action: z.string().describe('The procedure, or the command'),
    target: z.object({
      type: z.string(),
      id: z.string(),
      label: z.string().nullable().describe('What people call it, such as a SKU'),
    }),
    before: facts.describe('The fields that changed, as they were; null where there was nothing before'),
    after: facts.describe('The same fields as they are since; null where nothing is left'),
    reason: z.string().nullable().describe('Why, in the words of whoever did it'),
    ip: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });

export const auditPage = pageOf(auditEntry).meta({ id: 'AuditPage' });

export type ListAuditInput = z.output<typeof listAuditInput>;
export type AuditEntry = z.output<typeof auditEntry>;
