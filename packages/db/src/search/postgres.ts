import { sql } from 'drizzle-orm';
import type { Tables } from '../tables/index.ts';
import type { TextSearch } from './text-search.ts';

/** tsvector. The query is written as a value, which no parser of the server takes apart. */
export function postgresSearch({ searchDocuments }: Tables): TextSearch {
  return {
    hits(groups) {
      const query = groups
        .map((terms) => `(${terms.map(({ word, isBeginning }) => `'${word}'${isBeginning ? ':*' : ''}`).join(' | ')})`)
        .join(' & ');
      return sql`(select * from ${searchDocuments} where words @@ ${query}::tsquery) as ${searchDocuments}`;
    },
    contains: (text, part) => sql`strpos(${text}, ${part}) > 0`,
  };
}
