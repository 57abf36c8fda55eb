import { byteOrderMark, toCsv } from '@cartwright/kernel/csv';
import { toDecimal } from '@cartwright/kernel/money';
import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { groupBy } from '../group-by.ts';
import { type ProductRow, selectProducts } from '../read.ts';
import { type Column, columnNames } from './columns.ts';
import { formatLabels } from './labels.ts';
import type { ExportProductsInput } from './schema.ts';

const pageSize = 250;
const storedLabels = z.record(z.string(), z.string());

type VariantRow = Shop['db']['tables']['variants']['$inferSelect'];
type Cell = string | number | null;

/**
 * The catalogue as CSV, one row for each variant, the oldest product first. `importProducts` reads it back without a
 * change. It lacks removed variants and images.
 */
export async function* exportProducts(
  { db, settings }: Pick<Shop, 'db' | 'settings'>,
  { status, category, bom }: ExportProductsInput,
): AsyncGenerator<string> {
  const { products, variants, categories } = db.tables;
  const header = (bom ? byteOrderMark : '') + toCsv([columnNames]);
  let after: string | undefined;
  for (;;) {
    const rows = await selectProducts(db.read)
      .where(
        and(
          after === undefined ? undefined : gt(products.id, after),
          status && eq(products.status, status),
          category === undefined ? undefined : eq(categories.slug, category),
        ),
      )
      .orderBy(asc(products.id))
      .limit(pageSize);
    const ids = rows.map(({ product }) => product.id);
    const live = await db.read
      .select()
      .from(variants)
      .where(and(inArray(variants.productId, ids), isNull(variants.archivedAt)))
      .orderBy(asc(variants.productId), asc(variants.position));
    const variantsOf = groupBy(live, ({ productId }) => productId);
    const lines = rows.flatMap((row) =>
      (variantsOf.get(row.product.id) ?? []).map((variant, index) =>
        lineOf({ ...(index === 0 ? productCells(row) : { slug: row.product.slug }), ...variantCells(variant) }),
      ),
    );
    yield (after === undefined ? header : '') + toCsv(lines);
    after = ids.at(-1);
    if (rows.length < pageSize) return;
  }

  function variantCells(variant: VariantRow): Partial<Record<Column, Cell>> {
    const { currency } = settings;
    const { sku, options, price, compareAtPrice, onHand, lowStockAt, weight, version } = variant;
    return {
      sku,
      options: formatLabels(storedLabels.parse(options)),
      price: toDecimal(price, currency),
      compareAtPrice: compareAtPrice === null ? null : toDecimal(compareAtPrice, currency),
      currency,
      stock: onHand,
      lowStockAt,
      weight,
      variantVersion: version,
    };
  }
}

function productCells({ product, category }: ProductRow): Partial<Record<Column, Cell>> {
  const { slug, name, description, status, attributes, taxClass, version } = product;
  return {
    slug,
    name,
    description,
    category: category?.slug ?? null,
    status,
    attributes: formatLabels(storedLabels.parse(attributes)),
    taxClass,
    version,
  };
}

function lineOf(cells: Partial<Record<Column, Cell>>): Cell[] {
  return columnNames.map((name) => cells[name] ?? null);
}
