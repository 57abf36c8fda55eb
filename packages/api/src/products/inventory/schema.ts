import { z } from 'zod';
import { spanInput } from '../../kernel/days.ts';
import { id, text, timestamp } from '../../kernel/fields.ts';
import { pageInput, pageOf } from '../../kernel/paging.ts';
import { stock } from '../schema.ts';

const reason = text({ min: 1, max: 200 }).describe('Why, in the words of whoever did it');
const reference = text({ min: 1, max: 200 }).optional().describe('What it refers to, such as a delivery note');

export const adjustStockInput = z.strictObject({
  id: id.describe("A variant's id"),
  delta: z
    .number()
    .int()
    .min(-1_000_000_000)
    .max(1_000_000_000)
    .refine((delta) => delta !== 0, 'changes nothing')
    .describe('Pieces more, or less when negative'),
  reason,
  reference,
});

export const setStockInput = z.strictObject({
  id: id.describe("A variant's id"),
  onHand: stock,
  version: z.number().int().min(1).describe("The variant's version that the count is based on"),
  reason,
  reference,
});

export const ledgerInput = z.strictObject({ id: id.describe("A variant's id"), ...pageInput });

export const ledgerEntry = z
  .object({
    id: z.number().int().describe('Grows with time'),
    reason: z.string().describe('Such as `received`, `reserved`, `released`, `shipped`, or what a person wrote'),
    onHandChange: z.number().int(),
    reservedChange: z.number().int(),
    onHandAfter: z.number().int(),
    reservedAfter: z.number().int(),
    actor: z.string().describe('Who did it: `user:<id>`, `job:<name>` or `cli`'),
    orderId: id.nullable(),
    reference: z.string().nullable().describe('What it refers to beside an order, such as a delivery note'),
    createdAt: timestamp,
  })
  .meta({ id: 'LedgerEntry' });

export const foundLedgerEntry = ledgerEntry
  .extend({ variantId: id, productId: id, sku: z.string() })
  .meta({ id: 'FoundLedgerEntry' });

export const foundLedgerPage = pageOf(foundLedgerEntry).meta({ id: 'FoundLedgerPage' });

export const searchLedgerInput = z.strictObject({
  variant: id.optional().describe("A variant's id"),
  sku: text({ min: 1, max: 64 }).optional(),
  reason: text({ min: 1, max: 200 }).optional().describe('Such as `received`, `reserved`, `shipped`, `imported`'),
  actor: text({ min: 1, max: 200 }).optional().describe('Such as `user:<id>`, `job:<name>` or `cli`'),
  reference: text({ min: 1, max: 200 }).optional().describe('Such as the number of a delivery note'),
  order: id.optional().describe("An order's id"),
  ...spanInput,
  ...pageInput,
});

export const ledgerPage = pageOf(ledgerEntry).meta({ id: 'LedgerPage' });

const balance = z.object({ onHand: z.number().int(), reserved: z.number().int() });

export const stockDrift = z
  .object({
    variantId: id,
    sku: z.string(),
    stock: balance.describe('What the variant says'),
    ledger: balance.describe('The balance of the last row of its ledger'),
    heldByOrders: z.number().int().describe('What orders that are not shipped hold, and so should be reserved'),
    brokenRows: z
      .array(z.object({ id: ledgerEntry.shape.id, balance, expected: balance }))
      .describe('Rows of its ledger whose balance is not the one before plus their change, 20 at most'),
  })
  .meta({ id: 'StockDrift' });

export const stockReport = z
  .object({
    checked: z.number().int().describe('Variants'),
    drifts: z.array(stockDrift).describe('Those that contradict themselves, a thousand at most'),
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
    lowStockAt: z.number().int().describe('The number at or below which it counts as low'),
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
