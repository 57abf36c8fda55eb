import { sql } from 'drizzle-orm';
import type { Tables } from '../tables/index.ts';
import type { TextSearch } from './text-search.ts';

/** FTS5. */
export function sqliteSearch({ searchDocuments }: Tables): TextSearch {
  return {
    hits(groups) {
      const query = groups
        .map((terms) => `(${terms.map(({ word, isBeginning }) => `"${word}"${isBeginning ? '*' : ''}`).join(' OR ')})`)
        .join(' AND ');
      // The index first: SQLite keeps the order of a cross join.
      return sql`(select rowid as hit from search_index where search_index match ${query})
        cross join ${searchDocuments} on ${searchDocuments.id} = hit`;
    },
    contains: (text, part) => sql`instr(${text}, ${part}) > 0`,
  };
}
