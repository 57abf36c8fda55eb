import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Tables } from '../tables/index.ts';
import type { Chosen, SearchGroup, SearchQuery, TextSearch } from './text-search.ts';

/** Search with tsvector. The query is passed as a tsquery value, so that no parser of Postgres changes it. */
export function postgresSearch({ searchDocuments }: Tables): TextSearch {
  const { id, facts, name, sku, description } = searchDocuments;
  const isChosen = (chosen: Chosen) => sql`(${isOneOf(facts, chosen.facts)} or ${isOneOf(id, chosen.documents)})`;
  const hits = ({ groups, chosen }: SearchQuery) => {
    const anywhere = groups.filter(({ fields }) => fields.includes('description')).map(wordOf);
    const inTitles = groups.filter(({ fields }) => !fields.includes('description')).map(titleOf);
    const conditions: SQL[] = [
      ...(anywhere.length > 0
        ? [sql`search_words(${name}, ${sku}, ${description}) @@ ${anywhere.join(' & ')}::tsquery`]
        : []),
      ...(inTitles.length > 0 ? [sql`search_titles(${name}, ${sku}) @@ ${inTitles.join(' & ')}::tsquery`] : []),
      ...(chosen ? [isChosen(chosen)] : []),
    ];
    const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
    return sql`(select * from ${searchDocuments} where ${where}) as ${searchDocuments}`;
  };
  return {
    hits,
    tally: (query, condition = sql`true`) => sql`select json_agg(json_build_array(facts, amount)) as tally from (
      select ${facts} as facts, count(*) as amount from ${hits(query)} where ${condition} group by ${facts}) as counted`,
    some: (query, most) => sql`select 1 from ${hits(query)} limit ${most}`,
    readTally: (tally) => new Map(tally as [number, number][] | null),
    isChosen,
    isOneOf,
    contains: (text, part) => sql`strpos(${text}, ${part}) > 0`,
  };
}

function isOneOf(value: SQLWrapper, numbers: readonly number[]): SQL {
  return sql`${value} = any(${`{${numbers.join()}}`}::bigint[])`;
}

function wordOf({ terms }: SearchGroup): string {
  return anyOf(terms.map(({ word, isBeginning }) => `'${word}'${isBeginning ? ':*' : ''}`));
}

/** The index of names and SKUs prefixes each word with the first letter of its field. */
function titleOf({ terms, fields }: SearchGroup): string {
  return anyOf(
    fields.flatMap((field) => terms.map(({ word, isBeginning }) => `'${field[0]}${word}'${isBeginning ? ':*' : ''}`)),
  );
}

const anyOf = (words: readonly string[]) => `(${words.join(' | ')})`;
