import type { Reader } from '@cartwright/db';
import { and, or, type SQL, sql } from 'drizzle-orm';
import { isIn, smallResult, walksFor } from '../result.ts';
import { labelLength, labelOf, type Page, type Ranked, rank } from './rank.ts';

/** Reads a number of documents in the order of their names and returns the best of those in the result. */
export type Walk = () => Promise<Ranked[]>;

/** Walks that each read more documents than the one before. */
export function documentWalks(read: Reader, page: Page, total: number): Walk[] {
  return walksFor(total).map(
    (rows) => () => rank(read, page, documents(read, byName(read, restOf(read, page), rows)), isIn(read, page.result)),
  );
}

/** Walks over names in the index. They read only the first documents that have all words in the name. */
export function nameWalks(read: Reader, page: Page, total: number): Walk[] {
  const mayHold = page.result.understood.map(({ beginnings, wholes }) =>
    or(...[...beginnings, ...wholes].map((word) => read.textSearch.contains(sql`label`, ` ${word}`))),
  );
  // The index holds only the beginning of longer names.
  const where = or(and(...mayHold), sql`length(label) = ${labelLength}`);
  return [smallResult * 2, smallResult * 8, smallResult * 32, smallResult * 128]
    .filter((rows) => rows <= total * 4)
    .map((rows) => () => {
      const names = sql`select id, label, product_id from (${byName(read, restOf(read, page), rows)}) as names
        where ${where} order by label, product_id limit ${page.limit * 4}`;
      return rank(read, page, documents(read, names), isIn(read, page.result));
    });
}

/** A select of the first documents by name, from the index. */
export function byName(read: Reader, where: SQL, rows: number): SQL {
  const { searchDocuments: d } = read.tables;
  const label = labelOf(read);
  return sql`select ${d.id} as id, ${label} as label, ${d.productId} as product_id from ${d} where ${where}
    order by ${label}, ${d.productId} limit ${rows}`;
}

/** A FROM item with the documents of the ids in `select`. */
export function documents(read: Reader, select: SQL): SQL {
  const { searchDocuments: d } = read.tables;
  return sql`(select id as walked from (${select}) as ids) as walk inner join ${d} on ${d.id} = walked`;
}

/** The documents whose names follow the last one of the previous page. */
function restOf(read: Reader, { after }: Page): SQL {
  if (!after) return sql`true`;
  const { productId } = read.tables.searchDocuments;
  const label = labelOf(read);
  return sql`${label} >= ${after.label} and (${label}, ${productId}) > (${after.label}, ${after.id})`;
}
