import { sql } from 'drizzle-orm';
import type { Tables } from '../tables/index.ts';
import type { TextSearch } from './text-search.ts';

/** tsvector. The query is written as a value, which no parser of the server takes apart. */
export function postgresSearch({ searchDocuments }: Tables): TextSearch {
  return {
    matches(groups) {
      const query = groups.map((words) => `(${words.map((word) => `'${word}':*`).join(' | ')})`).join(' & ');
      return sql`${searchDocuments}.words @@ ${query}::tsquery`;
    },
    contains: (text, part) => sql`strpos(${text}, ${part}) > 0`,
  };
}
