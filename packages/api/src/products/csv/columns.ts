import { labels, maxAmount, text } from '@cartwright/kernel/fields';
import { exponentOf, fromDecimal } from '@cartwright/kernel/money';
import { z } from 'zod';
import { taxClass } from '../../pricing/index.ts';
import { sku, slug, stock, weight } from '../schema.ts';
import { parseLabels } from './labels.ts';

const whole = z
  .string()
  .regex(/^\d{1,10}$/, 'Enter a whole number, such as 12.')
  .transform(Number);

const labelsCell = z.string().transform((cell, context) => {
  const parsed = parseLabels(cell);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: 'Enter Name=Value; Name=Value, with each name once.' });
  return z.NEVER;
});

const none = (cell: string) => (cell === '' ? null : cell);

/** The schema of each column's cells. An empty cell counts as missing, except in columns that it clears. */
export function cellSchemas(currency: string) {
  const example = exponentOf(currency) === 0 ? '1250' : `12.${'5'.padEnd(exponentOf(currency), '0')}`;
  const amount = z.string().transform((cell, context) => {
    const minorUnits = fromDecimal(cell, currency);
    if (minorUnits !== undefined && minorUnits <= maxAmount) return minorUnits;
    context.addIssue({ code: 'custom', message: `Enter an amount in ${currency}, such as ${example}.` });
    return z.NEVER;
  });
  return {
    slug,
    name: text({ min: 1, max: 200 }),
    description: text({ max: 10_000 }),
    category: z.string().transform(none).pipe(slug.nullable()),
    status: z.enum(['draft', 'active', 'archived']),
    attributes: labelsCell.pipe(labels),
    taxClass,
    version: whole,
    sku,
    options: labelsCell.pipe(labels),
    price: amount,
    compareAtPrice: z.string().transform(none).pipe(amount.nullable()),
    currency: z.literal(currency, { error: `Enter ${currency}, the currency of this shop.` }),
    stock: whole.pipe(stock),
    lowStockAt: z.string().transform(none).pipe(whole.pipe(stock).nullable()),
    weight: z.string().transform(none).pipe(whole.pipe(weight).nullable()),
    variantVersion: whole,
  };
}

export type CellSchemas = ReturnType<typeof cellSchemas>;
export type Column = keyof CellSchemas;
export type Cells = { readonly [Name in Column]?: z.output<CellSchemas[Name]> };

/** The meaning of each column, in the order of the export. */
export const columnMeanings: Record<Column, string> = {
  slug: 'The product. Rows with the same slug are its variants; every row needs a slug',
  name: 'At most 200 characters; a new product needs one',
  description: 'At most 10,000 characters',
  category: 'The slug of a category, which must exist',
  status: '`draft`, `active` or `archived`; a new product is active',
  attributes: '`Material=Stoneware; Care=By hand`',
  taxClass: 'The class of its tax rates, such as `reduced`; a new product is `standard`',
  version: 'The version of the product that the cells are based on',
  sku: 'The variant. Without a SKU the options identify it, and a new variant gets a SKU',
  options: '`Colour=Red; Size=M`; empty for a product with a single variant',
  price: 'A decimal in the currency of the store, such as `12.50`; a new variant needs one',
  compareAtPrice: 'The former or recommended price, as a decimal',
  currency: 'The currency of the store; any other is refused',
  stock: 'The quantity on hand, including what is reserved; a new variant starts at 0',
  lowStockAt: 'Low at this available quantity or below; empty uses the setting of the shop',
  weight: 'Of one unit with its packaging, in grams',
  variantVersion: 'The version of the variant that the cells are based on, stock included',
};

export const columnNames = Object.keys(columnMeanings) as Column[];

/** Columns of the product, given in its first row. */
export const productColumns = [
  'name',
  'description',
  'category',
  'status',
  'attributes',
  'taxClass',
  'version',
] as const;

/** Columns that an empty cell clears. In all others an empty cell changes nothing. */
export const clearableColumns: ReadonlySet<Column> = new Set<Column>([
  'description',
  'category',
  'attributes',
  'options',
  'compareAtPrice',
  'lowStockAt',
  'weight',
]);
