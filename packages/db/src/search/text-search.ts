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
  /** Each has to be found. Where there are none, every document is. */
  readonly groups: readonly SearchGroup[];
  /** Only these documents. */
  readonly chosen?: Chosen | undefined;
}

/** Documents by the numbers of their facts, and others by their ids. */
export interface Chosen {
  readonly facts: readonly number[];
  readonly documents: readonly number[];
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
   * A select of one row and one column, for `readTally`: how many documents `query` finds with each facts. Where there is no
   * `condition`, which may ask for columns of `search_documents`, no document is read for it on SQLite.
   */
  tally(query: SearchQuery, condition?: SQL): SQL;
  readTally(tally: unknown): Map<number, number>;
  /** A select of as many rows as there are documents that `query` finds, or of `most`. */
  some(query: SearchQuery, most: number): SQL;
  /** Whether a document is chosen, seen from the document. */
  isChosen(chosen: Chosen): SQL;
  /** Whether `value` is one of these numbers, of which there may be a hundred thousand. */
  isOneOf(value: SQLWrapper, numbers: readonly number[]): SQL;
  /** Whether `text` contains `part`, letter for letter. */
  contains(text: SQLWrapper, part: string): SQL;
}
