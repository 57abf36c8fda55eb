import type { Reader } from '@cartwright/db';
import { and, asc, desc, eq, exists, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { decodeCursor, encodeCursor, positionText, positionTime } from '../kernel/paging.ts';
import type { ProductRow } from './read.ts';
import type { ProductFilters, ProductSort } from './schema.ts';

/** Where the columns that are filtered by stand: in the products, or in what search keeps of them. */
export interface FilteredColumns {
  readonly id: PgColumn;
  readonly priceFrom: PgColumn;
  readonly categoryId: PgColumn;
}

/** The filters of lists and searches as conditions. */
export function filters(
  read: Reader,
  input: ProductFilters & { readonly sort: ProductSort | 'relevance' },
  columns: FilteredColumns,
): (SQL | undefined)[] {
  const { categories, variants } = read.tables;
  const category = read
    .select({ id: categories.id })
    .from(categories)
    .where(eq(categories.slug, input.category ?? ''));
  const isInStock = and(
    eq(variants.productId, columns.id),
    isNull(variants.archivedAt),
    gt(variants.onHand, variants.reserved),
  );
  const inStock = exists(read.select({ one: sql`1` }).from(variants).where(isInStock));
  const isByPrice = input.sort === 'price' || input.sort === '-price';
  const price = isByPrice ? columns.priceFrom : read.checked(columns.priceFrom);
  return [
    input.category === undefined ? undefined : eq(columns.categoryId, category),
    input.minPrice === undefined ? undefined : sql`${price} >= ${input.minPrice}`,
    input.maxPrice === undefined ? undefined : sql`${price} <= ${input.maxPrice}`,
    input.inStock === undefined ? undefined : input.inStock ? inStock : sql`not ${inStock}`,
    input.ids && inArray(columns.id, input.ids),
  ];
}

type SortedFields = Pick<ProductRow['product'], 'id' | 'nameKey' | 'priceFrom' | 'createdAt'>;

export interface Sort {
  readonly order: SQL[];
  /** The rows after the one that the cursor names. */
  readonly after: (cursor: string) => SQL | undefined;
  readonly cursor: (last: { product: SortedFields }) => string;
}

/**
 * A sort of the list `list`. Each ends with the id, which makes it unique, so that pages neither repeat nor lose a
 * product.
 */
export function sortOf(
  { products: p }: Reader['tables'],
  list: string,
  sort: ProductSort,
  now: Date,
  cursor?: string,
): Sort {
  const name = `${list}:${sort}`;
  switch (sort) {
    case 'newest':
      return {
        order: [desc(p.createdAt), desc(p.id)],
        cursor: ({ product }) => encodeCursor(name, [product.createdAt.getTime(), product.id]),
        after: (given) => {
          const [time, id] = decodeCursor(name, z.tuple([positionTime, z.uuid()]), given);
          return sql`(${p.createdAt}, ${p.id}) < (${sql.param(time, p.createdAt)}, ${id})`;
        },
      };
    case 'name':
      return {
        order: [asc(p.nameKey), asc(p.id)],
        cursor: ({ product }) => encodeCursor(name, [product.nameKey, product.id]),
        after: (given) => {
          const [key, id] = decodeCursor(name, z.tuple([positionText, z.uuid()]), given);
          return sql`(${p.nameKey}, ${p.id}) > (${key}, ${id})`;
        },
      };
    case 'price':
    case '-price': {
      const position = z.tuple([positionTime, z.number().int(), z.uuid()]);
      const began = cursor === undefined ? now : decodeCursor(name, position, cursor)[0];
      const direction = sort === 'price' ? asc : desc;
      return {
        order: [direction(p.priceFrom), direction(p.id)],
        cursor: ({ product }) => encodeCursor(name, [began.getTime(), product.priceFrom, product.id]),
        after: (given) => {
          const [, price, id] = decodeCursor(name, position, given);
          const row = sql`(${p.priceFrom}, ${p.id})`;
          const rest = sort === 'price' ? sql`${row} > (${price}, ${id})` : sql`${row} < (${price}, ${id})`;
          return and(rest, stayed(p, began, now));
        },
      };
    }
  }
}

const longestWalk = 60 * 60 * 1_000;

/**
 * One whose price changed since the first page moves within a list that is half read, and could come twice. It is
 * left out; but not for somebody who comes back with an old cursor, for whom too many would be missing.
 */
function stayed(p: Reader['tables']['products'], began: Date, now: Date): SQL | undefined {
  if (now.getTime() - began.getTime() > longestWalk) return undefined;
  return or(isNull(p.repricedAt), sql`${p.repricedAt} < ${sql.param(began, p.repricedAt)}`);
}
