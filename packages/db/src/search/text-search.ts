import type { SQL, SQLWrapper } from 'drizzle-orm';

/**
 * Full-text search as each dialect says it. Words are folded by the caller: letters and digits, no spaces, as they
 * stand in `search_documents`.
 */
export interface TextSearch {
  /**
   * Whether a row of `search_documents` holds, for each of `groups`, a word that begins with one of its beginnings.
   *
   * @example
   * matches([['head', 'hed'], ['red']]) // (head… or hed…) and red…
   */
  matches(groups: readonly (readonly string[])[]): SQL;
  /** Whether `text` contains `part`, letter for letter. */
  contains(text: SQLWrapper, part: string): SQL;
}
