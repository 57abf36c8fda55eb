import { bom } from '@cartwright/kernel/csv';
import { importIssue, maxIssues } from '@cartwright/kernel/csv/issues';
import { z } from 'zod';
import { slug } from '../schema.ts';

/** Room for 50,000 rows of half a kilobyte. */
export const maxImportBytes = 32 * 1_024 * 1_024;
export const maxImportRows = 100_000;

export const exportProductsInput = z.strictObject({
  status: z.enum(['draft', 'active', 'archived']).optional(),
  category: slug.optional().describe('The slug of a category'),
  bom,
});

export const importProductsInput = z.strictObject({
  file: z.file().describe(`CSV in UTF-8, at most ${maxImportBytes} bytes and ${maxImportRows} rows`),
  dryRun: z.boolean().default(true).describe('Whether to report the changes without making them'),
  onIssue: z
    .enum(['abort', 'skip'])
    .default('abort')
    .describe('`abort`: a faulty row stops the import. `skip`: the import leaves out products with a faulty row'),
});

const count = z.number().int();

export const importReport = z
  .object({
    dryRun: z.boolean(),
    rows: count.describe('The number of rows, without the header and empty lines'),
    products: z.object({ created: count, updated: count, unchanged: count, skipped: count }),
    variants: z.object({ created: count, updated: count, unchanged: count }),
    stockChanges: count.describe('The number of variants whose stock on hand changes, including new ones'),
    issues: z.array(importIssue).max(maxIssues).describe(`The first ${maxIssues} issues, by line`),
    issueCount: count,
  })
  .meta({ id: 'ImportReport' });

export type ExportProductsInput = z.output<typeof exportProductsInput>;
export type ImportProductsInput = z.output<typeof importProductsInput>;
export type ImportReport = z.output<typeof importReport>;
