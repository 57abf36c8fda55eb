import { actorField } from '@cartwright/kernel/actor';
import { spanInput } from '@cartwright/kernel/days';
import { id, text, timestamp } from '@cartwright/kernel/fields';
import { pageInput, pageOf } from '@cartwright/kernel/paging';
import { z } from 'zod';
import { stock } from '../schema.ts';
import { stockReasons } from '../stock-reasons.ts';

const reason = text({ min: 1, max: 200 }).describe('The reason for the change, in your own words');
const reference = text({ min: 1, max: 200 }).optional().describe('A reference, such as the number of a delivery note');

export const adjustStockInput = z.strictObject({
  id: id.describe('The id of a variant'),
  delta: z
    .number()
    .int()
    .min(-1_000_000_000)
    .max(1_000_000_000)
    .refine((delta) => delta !== 0, 'changes nothing')
    .describe('The quantity to add, or to subtract if negative'),
  reason,
  reference,
});

export const setStockInput = z.strictObject({
  id: id.describe('The id of a variant'),
  onHand: stock,
  version: z.number().int().min(1).describe('The version of the variant that the count is based on'),
  reason,
  reference,
});

export const ledgerInput = z.strictObject({ id: id.describe('The id of a variant'), ...pageInput });

const shopReasons = Object.entries(stockReasons)
  .map(([reason, when]) => `\`${reason}\`: ${when}`)
  .join('. ');

export const ledgerEntry = z
  .object({
    id: z.number().int().describe('Grows with time'),
    reason: z.string().describe(`${shopReasons}. Any other reason is in the words of a person`),
    onHandChange: z.number().int(),
    reservedChange: z.number().int(),
    onHandAfter: z.number().int(),
    reservedAfter: z.number().int(),
    actor: actorField,
    orderId: id.nullable(),
    reference: z.string().nullable().describe('A reference beside the order, such as the number of a delivery note'),
    createdAt: timestamp,
  })
  .meta({ id: 'LedgerEntry' });

export const foundLedgerEntry = ledgerEntry
  .extend({ variantId: id, productId: id, sku: z.string() })
  .meta({ id: 'FoundLedgerEntry' });

export const foundLedgerPage = pageOf(foundLedgerEntry).meta({ id: 'FoundLedgerPage' });

export const searchLedgerInput = z.strictObject({
  variant: id.optional().describe('The id of a variant'),
  sku: text({ min: 1, max: 64 }).optional(),
  reason: text({ min: 1, max: 200 }).optional().describe('Such as `received`, `reserved`, `shipped`, `imported`'),
  actor: text({ min: 1, max: 200 }).optional().describe('Such as `user:<id>`, `job:<name>` or `cli`'),
  reference: text({ min: 1, max: 200 }).optional().describe('Such as the number of a delivery note'),
  order: id.optional().describe('The id of an order'),
  ...spanInput,
  ...pageInput,
});

export const ledgerPage = pageOf(ledgerEntry).meta({ id: 'LedgerPage' });

const balance = z.object({ onHand: z.number().int(), reserved: z.number().int() });

/** What the proof of the ledger shows: variants, and the rows of each. */
export const mostDrifts = 1_000;
export const mostBrokenRows = 20;

export const stockDrift = z
  .object({
    variantId: id,
    sku: z.string(),
    stock: balance.describe('The stock of the variant'),
    ledger: balance.describe('The balance of the last row of its ledger'),
    heldByOrders: z
      .number()
      .int()
      .describe('The quantity that unshipped orders hold, which should equal the reserved quantity'),
    brokenRows: z
      .array(z.object({ id: ledgerEntry.shape.id, balance, expected: balance }))
      .max(mostBrokenRows)
      .describe(`Ledger rows whose balance differs from the one before plus the change, at most ${mostBrokenRows}`),
  })
  .meta({ id: 'StockDrift' });

export const stockReport = z
  .object({
    checked: z.number().int().describe('The number of variants'),
    drifts: z
      .array(stockDrift)
      .max(mostDrifts)
      .describe(`Variants whose stock, ledger and orders disagree, at most ${mostDrifts}`),
  })
  .meta({ id: 'StockReport' });

export const lowStockInput = z.strictObject({ ...pageInput });

export const lowStockItem = z
  .object({
    variantId: id,
    productId: id,
    name: z.string(),
    sku: z.string(),
    options: z.record(z.string(), z.string()),
    onHand: z.number().int(),
    reserved: z.number().int(),
    available: z.number().int(),
    lowStockAt: z.number().int().describe('The available quantity at or below which the stock counts as low'),
  })
  .meta({ id: 'LowStockItem' });

export const lowStockPage = pageOf(lowStockItem).meta({ id: 'LowStockPage' });

export type AdjustStockInput = z.output<typeof adjustStockInput>;
export type SetStockInput = z.output<typeof setStockInput>;
export type LedgerInput = z.output<typeof ledgerInput>;
export type FoundLedgerEntry = z.output<typeof foundLedgerEntry>;
export type SearchLedgerInput = z.output<typeof searchLedgerInput>;
export type LedgerEntry = z.output<typeof ledgerEntry>;
export type StockDrift = z.output<typeof stockDrift>;
export type StockReport = z.output<typeof stockReport>;
export type LowStockInput = z.output<typeof lowStockInput>;
export type LowStockItem = z.output<typeof lowStockItem>;
