import { type Moment, momentOf, type Reader, wasCommitted } from '@cartwright/db';
import { and, asc, desc, eq, exists, gt, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import {
  decodeCursor,
  encodeCursor,
  positionNumber,
  positionNumbers,
  positionText,
  positionTime,
} from '../kernel/paging.ts';
import type { ProductRow } from './read.ts';
import type { ProductFilters, ProductSort } from './schema.ts';

/** Where the columns that are filtered by stand: in the products, or in what search keeps of them. */
export interface FilteredColumns {
  readonly id: PgColumn;
  readonly priceFrom: PgColumn;
}

/** The filters that lists and searches have in common, as conditions. */
export function filters(
  read: Reader,
  input: Omit<ProductFilters, 'category'> & { readonly sort: ProductSort | 'relevance' },
  columns: FilteredColumns,
): (SQL | undefined)[] {
  const { variants } = read.tables;
  const isInStock = and(
    eq(variants.productId, columns.id),
    isNull(variants.archivedAt),
    gt(variants.onHand, variants.reserved),
  );
  const inStock = exists(read.select({ one: sql`1` }).from(variants).where(isInStock));
  const isByPrice = input.sort === 'price' || input.sort === '-price';
  const price = isByPrice ? columns.priceFrom : read.checked(columns.priceFrom);
  return [
    input.minPrice === undefined ? undefined : sql`${price} >= ${input.minPrice}`,
    input.maxPrice === undefined ? undefined : sql`${price} <= ${input.maxPrice}`,
    input.inStock === undefined ? undefined : input.inStock ? inStock : sql`not ${inStock}`,
    input.ids && inArray(columns.id, input.ids),
  ];
}

type SortedFields = Pick<ProductRow['product'], 'id' | 'nameKey' | 'priceFrom' | 'createdAt'>;

export interface Sort {
  readonly order: SQL[];
  /** The rows after the one that the cursor names, where there is a cursor. */
  readonly rest: SQL | undefined;
  readonly cursor: (last: { product: SortedFields }) => string;
}

type ProductsTable = Reader['tables']['products'];

/** Each order ends with the id, which makes it unique, so that pages neither repeat nor lose a product. */
export function orderOf(p: ProductsTable, sort: ProductSort): SQL[] {
  switch (sort) {
    case 'newest':
      return [desc(p.createdAt), desc(p.id)];
    case 'name':
      return [asc(p.nameKey), asc(p.id)];
    case 'price':
      return [asc(p.priceFrom), asc(p.id)];
    case '-price':
      return [desc(p.priceFrom), desc(p.id)];
  }
}

const positions = {
  newest: z.tuple([positionTime, z.uuid()]),
  name: z.tuple([positionText, z.uuid()]),
  price: z.tuple([positionTime, positionNumber, positionNumbers, z.int(), z.uuid()]),
};

/** A sort of the list `list`. */
export async function sortOf(
  read: Reader,
  list: string,
  sort: ProductSort,
  { now, cursor }: { readonly now: Date; readonly cursor: string | undefined },
): Promise<Sort> {
  const { products: p } = read.tables;
  const name = `${list}:${sort}`;
  const order = orderOf(p, sort);
  switch (sort) {
    case 'newest': {
      const [time, id] = cursor === undefined ? [] : decodeCursor(name, positions.newest, cursor);
      return {
        order,
        rest: time && sql`(${p.createdAt}, ${p.id}) < (${sql.param(time, p.createdAt)}, ${id})`,
        cursor: ({ product }) => encodeCursor(name, [product.createdAt.getTime(), product.id]),
      };
    }
    case 'name': {
      const [key, id] = cursor === undefined ? [] : decodeCursor(name, positions.name, cursor);
      return {
        order,
        rest: key === undefined ? undefined : sql`(${p.nameKey}, ${p.id}) > (${key}, ${id})`,
        cursor: ({ product }) => encodeCursor(name, [product.nameKey, product.id]),
      };
    }
    case 'price':
    case '-price': {
      const given = cursor === undefined ? undefined : decodeCursor(name, positions.price, cursor);
      const [began = now, next, open = [], price, id] = given ?? [];
      const walk: Walk = { began, ...(next === undefined ? await momentOf(read, p.repricedIn) : { next, open }) };
      const row = sql`(${p.priceFrom}, ${p.id})`;
      const rest = sort === 'price' ? sql`${row} > (${price}, ${id})` : sql`${row} < (${price}, ${id})`;
      return {
        order,
        rest: given && and(rest, stayed(p, walk, now)),
        cursor: ({ product }) =>
          encodeCursor(name, [began.getTime(), walk.next, walk.open.join(), product.priceFrom, product.id]),
      };
    }
  }
}

/** The reading of a list page by page: when it began, and what had been committed by then. */
interface Walk extends Moment {
  readonly began: Date;
}

const minute = 60 * 1_000;
const longestWalk = 60 * minute;

/**
 * One whose price changed since the first page moves within a list that is half read, and could come twice. It is
 * left out; but not for somebody who comes back with an old cursor, for whom too many would be missing. Nor are those whose
 * price changed long before: their numbers may be those of a database that this one was restored from.
 */
function stayed(p: ProductsTable, walk: Walk, now: Date): SQL | undefined {
  const { began } = walk;
  if (now.getTime() - began.getTime() > longestWalk) return undefined;
  const longBefore = new Date(began.getTime() - minute);
  return or(isNull(p.repricedAt), wasCommitted(p.repricedIn, walk), lt(p.repricedAt, longBefore));
}
