import type { GuestContext } from '@cartwright/kernel/context';
import { cutPage } from '@cartwright/kernel/paging';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { ProductSort } from '../schema.ts';
import { sortOf } from '../selection.ts';
import { isIn, type ReadPage, type Result, walksFor } from './result.ts';

interface SortedPage {
  /** The name of the list in its cursors. */
  readonly list: string;
  readonly sort: ProductSort;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * Reads a page in an order of products. A walk through all products in that order soon meets those of a broad result.
 */
export async function firstSorted({ shop }: GuestContext, input: SortedPage): Promise<ReadPage> {
  const { read } = shop.db;
  const { products: p, searchDocuments: d } = read.tables;
  const sort = await sortOf(read, input.list, input.sort, { now: shop.clock.now(), cursor: input.cursor });
  const rest = sort.rest ?? sql`true`;
  const order = sql.join(sort.order, sql`, `);
  const first = (found: SQL) =>
    read
      .select({
        id: sql<string>`${p.id}`,
        nameKey: sql<string>`${p.nameKey}`,
        priceFrom: sql`${p.priceFrom}`.mapWith(Number),
        createdAt: sql`${p.createdAt}`.mapWith(p.createdAt),
      })
      .from(sql`(${found}) as ${p}`)
      .orderBy(...sort.order)
      .limit(input.limit + 1);
  const amongFirst = (rows: number, result: Result) =>
    first(sql`select ${p}.* from (
      select * from ${p} where ${eq(p.status, 'active')} and ${rest} order by ${order} limit ${rows}) as ${p}
      inner join ${d} on ${eq(d.productId, p.id)} where ${isIn(read, result)}`);
  // Materialized, because Postgres would rather walk all products in their order than sort the hits.
  const amongAll = ({ query, filter }: Result) =>
    first(sql`with hits as materialized (
      select ${d.productId} as product_id from ${read.textSearch.hits(query)} where ${and(sql`true`, filter)})
      select ${p}.* from hits inner join ${p} on ${p.id} = hits.product_id where ${rest}`);

  /** Whether no product is left after the first ones in the order. */
  const isEnd = async (rows: number) => {
    const left = await read
      .select({ id: p.id })
      .from(p)
      .where(and(eq(p.status, 'active'), rest))
      .orderBy(...sort.order)
      .limit(1)
      .offset(rows);
    return left.length === 0;
  };

  const readRows = async (result: Result, total: number) => {
    for (const most of walksFor(total)) {
      const rows = await amongFirst(most, result);
      if (rows.length > input.limit || (await isEnd(most))) return rows;
    }
    return amongAll(result);
  };

  return async (result, total) => {
    const rows = await readRows(result, total);
    return cutPage(
      rows,
      input.limit,
      ({ id }) => id,
      (last) => sort.cursor({ product: last }),
    );
  };
}
