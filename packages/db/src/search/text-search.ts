import type { SQL, SQLWrapper } from 'drizzle-orm';

/** A word as `search_documents` stores it. The caller folds it to letters and digits, without spaces. */
export interface SearchTerm {
  readonly word: string;
  /** Whether any word that begins with `word` matches. */
  readonly isBeginning: boolean;
}

export type SearchField = 'name' | 'sku' | 'description';

/** Matches a document that has a word for any of the terms in any of the fields. */
export interface SearchGroup {
  readonly terms: readonly SearchTerm[];
  /** A group with `description` names all three fields, because the index is built for this common search. */
  readonly fields: readonly SearchField[];
}

/** A query of `search_documents`. */
export interface SearchQuery {
  /** A document must match every group. Without groups every document matches. */
  readonly groups: readonly SearchGroup[];
  /** Limits the result to these documents. */
  readonly chosen?: Chosen | undefined;
}

/** Documents by the numbers of their facts, and others by their ids. */
export interface Chosen {
  readonly facts: readonly number[];
  readonly documents: readonly number[];
}

/** Full-text search in the dialect's SQL. */
export interface TextSearch {
  /**
   * The rows of `search_documents` that match `query`, under that name. Usable in FROM.
   *
   * @example
   * const hits = textSearch.hits({ groups: [{ terms: [{ word: 'head', isBeginning: true }], fields: ['name'] }] });
   * sql`select count(*) from ${hits}`; // head… in the name
   */
  hits(query: SearchQuery): SQL;
  /**
   * A select of one value, for `readTally`: the number of matching documents for each number of facts. `condition` may
   * use columns of `search_documents`. Without it, SQLite reads no document.
   */
  tally(query: SearchQuery, condition?: SQL): SQL;
  readTally(tally: unknown): Map<number, number>;
  /** A select with one row for each matching document, up to `most` rows. */
  some(query: SearchQuery, most: number): SQL;
  /** Whether the current document is among the chosen ones. */
  isChosen(chosen: Chosen): SQL;
  /** Whether `value` is one of these numbers. There may be a hundred thousand of them. */
  isOneOf(value: SQLWrapper, numbers: readonly number[]): SQL;
  /** Whether `text` contains `part`, letter for letter. */
  contains(text: SQLWrapper, part: string): SQL;
}
