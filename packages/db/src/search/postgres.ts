import { type SQL, sql } from 'drizzle-orm';
import type { Tables } from '../tables/index.ts';
import type { SearchGroup, SearchQuery, TextSearch } from './text-search.ts';

/** tsvector. The query is written as a value, which no parser of the server takes apart. */
export function postgresSearch({ searchDocuments }: Tables): TextSearch {
  const { facet, name, sku, description } = searchDocuments;
  const hits = ({ groups, facets }: SearchQuery) => {
    const anywhere = groups.filter(({ fields }) => fields.includes('description')).map(wordOf);
    const inTitles = groups.filter(({ fields }) => !fields.includes('description')).map(titleOf);
    const conditions: SQL[] = [
      ...(anywhere.length > 0
        ? [sql`search_words(${name}, ${sku}, ${description}) @@ ${anywhere.join(' & ')}::tsquery`]
        : []),
      ...(inTitles.length > 0 ? [sql`search_titles(${name}, ${sku}) @@ ${inTitles.join(' & ')}::tsquery`] : []),
      ...(facets ? [sql`${facet} between ${facets[0]} and ${facets[1]}`] : []),
    ];
    return sql`(select * from ${searchDocuments} where ${sql.join(conditions, sql` and `)}) as ${searchDocuments}`;
  };
  return {
    hits,
    tally: (query, condition = sql`true`) => sql`select json_agg(json_build_array(facet, amount)) as tally from (
      select ${facet} as facet, count(*) as amount from ${hits(query)} where ${condition} group by ${facet}) as facets`,
    some: (query, most) => sql`select 1 from ${hits(query)} limit ${most}`,
    readTally: (tally) => new Map(tally as [number, number][] | null),
    contains: (text, part) => sql`strpos(${text}, ${part}) > 0`,
  };
}

function wordOf({ terms }: SearchGroup): string {
  return anyOf(terms.map(({ word, isBeginning }) => `'${word}'${isBeginning ? ':*' : ''}`));
}

/** In the index of names and SKUs each word is marked with the first letter of its field. */
function titleOf({ terms, fields }: SearchGroup): string {
  return anyOf(
    fields.flatMap((field) => terms.map(({ word, isBeginning }) => `'${field[0]}${word}'${isBeginning ? ':*' : ''}`)),
  );
}

const anyOf = (words: readonly string[]) => `(${words.join(' | ')})`;
