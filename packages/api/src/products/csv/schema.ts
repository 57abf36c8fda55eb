import { z } from 'zod';
import { bom } from '../../kernel/csv.ts';
import { slug } from '../schema.ts';

/** 50,000 rows of half a kilobyte, and some. */
export const maxImportBytes = 32 * 1_024 * 1_024;
export const maxImportRows = 100_000;
export const maxFaults = 1_000;

export const exportProductsInput = z.strictObject({
  status: z.enum(['draft', 'active', 'archived']).optional(),
  category: slug.optional().describe("A category's slug"),
  bom,
});

export const importProductsInput = z.strictObject({
  file: z.file().describe(`CSV in UTF-8, at most ${maxImportBytes} bytes and ${maxImportRows} rows`),
  dryRun: z.boolean().default(true).describe('Say what would happen, and change nothing'),
  onFault: z
    .enum(['abort', 'skip'])
    .default('abort')
    .describe('`abort`: one faulty row, and nothing is imported. `skip`: products with a faulty row are left out'),
});

export const importFault = z
  .object({
    line: z.number().int().describe('Of the file, from 1'),
    column: z.string().nullable().describe('Null where the whole row is meant'),
    code: z.string().describe('Such as `invalid`, `duplicate`, `STALE_VERSION`, `SKU_TAKEN`, `STOCK_RESERVED`'),
    message: z.string(),
  })
  .meta({ id: 'ImportFault' });

const count = z.number().int();

export const importReport = z
  .object({
    dryRun: z.boolean(),
    rows: count.describe('Without the header and empty lines'),
    products: z.object({ created: count, updated: count, unchanged: count, skipped: count }),
    variants: z.object({ created: count, updated: count, unchanged: count }),
    stockChanges: count.describe('Variants of which more or fewer pieces are on hand, new ones included'),
    faults: z.array(importFault).describe(`The first ${maxFaults}, by line`),
    faultCount: count,
  })
  .meta({ id: 'ImportReport' });

export type ExportProductsInput = z.output<typeof exportProductsInput>;
export type ImportProductsInput = z.output<typeof importProductsInput>;
export type ImportFault = z.output<typeof importFault>;
export type ImportReport = z.output<typeof importReport>;
