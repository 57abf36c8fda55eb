import { sql } from 'drizzle-orm';
import type { Tables } from '../tables/index.ts';
import type { TextSearch } from './text-search.ts';

/** FTS5. */
export function sqliteSearch({ searchDocuments }: Tables): TextSearch {
  return {
    matches(groups) {
      const query = groups.map((words) => `(${words.map((word) => `"${word}"*`).join(' OR ')})`).join(' AND ');
      return sql`${searchDocuments.id} in (select rowid from search_index where search_index match ${query})`;
    },
    contains: (text, part) => sql`instr(${text}, ${part}) > 0`,
  };
}
