import type { Reader } from '@cartwright/db';
import { type SQL, sql } from 'drizzle-orm';
import type { Group } from './facets.ts';

/** One product of a page, with what it is sorted by. */
export interface Hit {
  readonly id: string;
  /** Its relevance, or its price. */
  readonly rank: number;
  /** Its name, as it is sorted by. */
  readonly label: string;
  /** Null where the sort does not ask. */
  readonly createdAt: Date | null;
}

export interface Scan {
  /** A select of the whole result, with at least `product_id`, `category_id` and `price_range`. */
  readonly hits: SQL;
  /** A select from `hits`, in the order and the length of the page, of `id, rank, label, created_at`. */
  readonly page: SQL;
}

/**
 * A page of a result and the counts of the whole, in one statement: finding what matches is most of the work, and is done
 * once for both.
 */
export async function scan(read: Reader, { hits, page }: Scan): Promise<{ page: Hit[]; groups: Group[] }> {
  const { products } = read.tables;
  // Materialized also because Postgres would rather walk all products in their order than sort what was found.
  const rows = await read
    .select({
      id: sql<string>`id`,
      rank: sql`rank`.mapWith(Number),
      label: sql<string>`label`,
      createdAt: sql`created_at`.mapWith(products.createdAt),
      place: sql`place`.mapWith(Number),
      count: sql`amount`.mapWith(Number),
    })
    .from(sql`(
      with hits as materialized (${hits})
      select id, rank, label, created_at, row_number() over () as place, 0 as amount from (${page}) as page
      union all
      select category_id, price_range, null, null, 0, count(*) from hits group by category_id, price_range
    ) as result`);
  return {
    page: rows.filter(({ place }) => place > 0).sort((a, b) => a.place - b.place),
    groups: rows
      .filter(({ place }) => place === 0)
      .map(({ id, rank, count }) => ({ categoryId: id, range: rank, count })),
  };
}
