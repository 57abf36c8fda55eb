import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Tables } from '../tables/index.ts';
import type { Chosen, SearchGroup, SearchQuery, TextSearch } from './text-search.ts';

/** Search with FTS5. Triggers on `search_documents` compose each row's number from its facts and id. */
export function sqliteSearch({ searchDocuments }: Tables): TextSearch {
  const { id, facts } = searchDocuments;
  const among = (number: SQLWrapper, document: SQLWrapper, chosen: Chosen) =>
    sql`(${isOneOf(number, chosen.facts)} or ${isOneOf(document, chosen.documents)})`;
  const everything = sql`select ${facts} << 32 | ${id} as hit from ${searchDocuments}`;
  // The index on facts yields groups without a sort.
  const counted = sql`select json_group_array(json_array(facts, amount)) as tally from (
    select ${facts} as facts, count(*) as amount from ${searchDocuments} group by ${facts})`;
  const rowsOf = ({ groups, chosen }: SearchQuery): SQL => {
    if (groups.length === 0) return chosen ? sql`${everything} where ${among(facts, id, chosen)}` : everything;
    const found = sql`select rowid as hit from search_index where search_index match ${groups.map(written).join(' AND ')}`;
    if (!chosen) return found;
    return sql`${found} and ${among(sql`(rowid >> 32)`, sql`(rowid & 0xffffffff)`, chosen)}`;
  };
  const hits = (query: SearchQuery) =>
    // SQLite keeps the order of a cross join, so the search index comes first.
    sql`(${rowsOf(query)}) cross join ${searchDocuments} on ${searchDocuments.id} = hit & 0xffffffff`;
  return {
    hits,
    // SQLite would sort the rows to group them, which takes longer than finding them.
    tally: (query, condition) =>
      condition
        ? sql`select json_group_array(facts) as tally from ${hits(query)} where ${condition}`
        : query.groups.length === 0 && !query.chosen
          ? counted
          : sql`select json_group_array(hit >> 32) as tally from (${rowsOf(query)})`,
    readTally(tally) {
      const counts = new Map<number, number>();
      const numbers = JSON.parse(String(tally)) as number[] | [number, number][];
      if (isCounted(numbers)) return new Map(numbers);
      // Equal numbers are mostly adjacent.
      for (let end = 0, start = 0; start < numbers.length; start = end) {
        const number = numbers[start] ?? 0;
        while (numbers[end] === number) end += 1;
        counts.set(number, (counts.get(number) ?? 0) + end - start);
      }
      return counts;
    },
    some: (query, most) => sql`${rowsOf(query)} limit ${most}`,
    // The plus sign keeps SQLite from starting with the index on facts, so that it checks the documents at hand.
    isChosen: (chosen) => among(sql`+${facts}`, sql`+${id}`, chosen),
    isOneOf,
    contains: (text, part) => sql`instr(${text}, ${part}) > 0`,
  };
}

function isCounted(tally: number[] | [number, number][]): tally is [number, number][] {
  return Array.isArray(tally[0]);
}

function isOneOf(value: SQLWrapper, numbers: readonly number[]): SQL {
  return sql`${value} in (select value from json_each(${`[${numbers.join()}]`}))`;
}

function written({ terms, fields }: SearchGroup): string {
  const words = terms.map(({ word, isBeginning }) => `"${word}"${isBeginning ? '*' : ''}`);
  return `({${fields.join(' ')}} : (${words.join(' OR ')}))`;
}
