import { type SQL, sql } from 'drizzle-orm';
import type { Tables } from '../tables/index.ts';
import type { SearchGroup, SearchQuery, TextSearch } from './text-search.ts';

/** FTS5. The numbers of its rows are made of facets and ids, which the triggers on `search_documents` do. */
export function sqliteSearch({ searchDocuments }: Tables): TextSearch {
  const hits = (query: SearchQuery) =>
    // The index first: SQLite keeps the order of a cross join.
    sql`(${rowsOf(query)}) cross join ${searchDocuments} on ${searchDocuments.id} = hit & 0xffffffff`;
  return {
    hits,
    // Grouped by SQLite they would be sorted first, which takes longer than to find them.
    tally: (query, condition) =>
      condition
        ? sql`select json_group_array(facet) as tally from ${hits(query)} where ${condition}`
        : sql`select json_group_array(hit >> 32) as tally from (${rowsOf(query)})`,
    readTally(tally) {
      const counts = new Map<number, number>();
      const facets = JSON.parse(String(tally)) as number[];
      // Equal ones mostly stand side by side.
      for (let end = 0, start = 0; start < facets.length; start = end) {
        const facet = facets[start] ?? 0;
        while (facets[end] === facet) end += 1;
        counts.set(facet, (counts.get(facet) ?? 0) + end - start);
      }
      return counts;
    },
    some: (query, most) => sql`${rowsOf(query)} limit ${most}`,
    contains: (text, part) => sql`instr(${text}, ${part}) > 0`,
  };
}

function rowsOf({ groups, facets }: SearchQuery): SQL {
  const found = sql`select rowid as hit from search_index where search_index match ${groups.map(written).join(' AND ')}`;
  return facets ? sql`${found} and rowid >= ${facets[0]} << 32 and rowid < ${facets[1] + 1} << 32` : found;
}

function written({ terms, fields }: SearchGroup): string {
  const words = terms.map(({ word, isBeginning }) => `"${word}"${isBeginning ? '*' : ''}`);
  return `({${fields.join(' ')}} : (${words.join(' OR ')}))`;
}
