import type { SQL, SQLWrapper } from 'drizzle-orm';

/** A word as it stands in `search_documents`: folded by the caller, letters and digits, no spaces. */
export interface SearchTerm {
  readonly word: string;
  /** Any word that begins so, not only this one. */
  readonly isBeginning: boolean;
}

/** Full-text search as each dialect says it. */
export interface TextSearch {
  /**
   * The rows of `search_documents`, under that name, that hold a word for each of `groups`: one that fits any of its
   * terms. To stand behind FROM.
   *
   * @example
   * const hits = textSearch.hits([[{ word: 'head', isBeginning: true }], [{ word: 'red', isBeginning: false }]]);
   * sql`select count(*) from ${hits}`; // head… and red
   */
  hits(groups: readonly (readonly SearchTerm[])[]): SQL;
  /** Whether `text` contains `part`, letter for letter. */
  contains(text: SQLWrapper, part: string): SQL;
}
