import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Tables } from '../tables/index.ts';
import type { Chosen, SearchGroup, SearchQuery, TextSearch } from './text-search.ts';

/** FTS5. The numbers of its rows are made of facts and ids, which the triggers on `search_documents` do. */
export function sqliteSearch({ searchDocuments }: Tables): TextSearch {
  const { id, facts } = searchDocuments;
  const among = (number: SQLWrapper, document: SQLWrapper, chosen: Chosen) =>
    sql`(${isOneOf(number, chosen.facts)} or ${isOneOf(document, chosen.documents)})`;
  const everything = sql`select ${facts} << 32 | ${id} as hit from ${searchDocuments}`;
  // Along the index on facts, in whose order they are grouped without being sorted.
  const counted = sql`select json_group_array(json_array(facts, amount)) as tally from (
    select ${facts} as facts, count(*) as amount from ${searchDocuments} group by ${facts})`;
  const rowsOf = ({ groups, chosen }: SearchQuery): SQL => {
    if (groups.length === 0) return chosen ? sql`${everything} where ${among(facts, id, chosen)}` : everything;
    const found = sql`select rowid as hit from search_index where search_index match ${groups.map(written).join(' AND ')}`;
    if (!chosen) return found;
    return sql`${found} and ${among(sql`(rowid >> 32)`, sql`(rowid & 0xffffffff)`, chosen)}`;
  };
  const hits = (query: SearchQuery) =>
    // The index first: SQLite keeps the order of a cross join.
    sql`(${rowsOf(query)}) cross join ${searchDocuments} on ${searchDocuments.id} = hit & 0xffffffff`;
  return {
    hits,
    // Grouped by SQLite they would be sorted first, which takes longer than to find them.
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
      // Equal ones mostly stand side by side.
      for (let end = 0, start = 0; start < numbers.length; start = end) {
        const number = numbers[start] ?? 0;
        while (numbers[end] === number) end += 1;
        counts.set(number, (counts.get(number) ?? 0) + end - start);
      }
      return counts;
    },
    some: (query, most) => sql`${rowsOf(query)} limit ${most}`,
    // With a sign, so that SQLite checks the documents at hand and does not begin with the index on facts.
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
