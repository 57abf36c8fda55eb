import type { SQL, SQLWrapper } from 'drizzle-orm';

/** A word as it stands in `search_documents`: folded by the caller, letters and digits, no spaces. */
export interface SearchTerm {
  readonly word: string;
  /** Any word that begins so, not only this one. */
  readonly isBeginning: boolean;
}

export type SearchField = 'name' | 'sku' | 'description';

/** Of which a document has to hold a word that fits any of the terms, in any of the fields. */
export interface SearchGroup {
  readonly terms: readonly SearchTerm[];
  /** With the description all three, which is what most searches ask for and are made quick for. */
  readonly fields: readonly SearchField[];
}

/** What is looked for in `search_documents`. */
export interface SearchQuery {
  /** Each has to be found. */
  readonly groups: readonly SearchGroup[];
  /** Only documents with a facet from the first to the second. */
  readonly facets?: readonly [number, number] | undefined;
}

/** Full-text search as each dialect says it. */
export interface TextSearch {
  /**
   * The rows of `search_documents`, under that name, that `query` finds. To stand behind FROM.
   *
   * @example
   * const hits = textSearch.hits({ groups: [{ terms: [{ word: 'head', isBeginning: true }], fields: ['name'] }] });
   * sql`select count(*) from ${hits}`; // head… in the name
   */
  hits(query: SearchQuery): SQL;
  /**
   * A select of one row and one column, for `readTally`: how many documents `query` finds of each facet. Where there is no
   * `condition`, which may ask for columns of `search_documents`, no document is read for it on SQLite.
   */
  tally(query: SearchQuery, condition?: SQL): SQL;
  readTally(tally: unknown): Map<number, number>;
  /** A select of as many rows as there are documents that `query` finds, or of `most`. */
  some(query: SearchQuery, most: number): SQL;
  /** Whether `text` contains `part`, letter for letter. */
  contains(text: SQLWrapper, part: string): SQL;
}
