/** Whether a word is reserved for a parameter, named by its path up to there, such as `/products/{idOrSlug}`. */
export type IsReserved = (parameter: string, word: string) => boolean;

/**
 * Finds the reserved words of path parameters. With `/products/search` beside `/products/{idOrSlug}`, no product can be
 * read as `search`. Methods do not matter.
 *
 * @param paths every path of the API, with parameters in braces
 * @throws {Error} from the returned function: no path has the parameter
 * @example
 * const isReserved = reservedWords(['/products/search', '/products/{idOrSlug}']);
 * isReserved('/products/{idOrSlug}', 'search'); // true
 */
export function reservedWords(paths: readonly string[]): IsReserved {
  const siblings = new Map<string, Set<string>>();
  for (const path of paths) {
    const parts = path.split('/');
    parts.forEach((part, index) => {
      const folder = parts.slice(0, index).join('/');
      siblings.set(folder, (siblings.get(folder) ?? new Set()).add(part));
    });
  }
  return (parameter, word) => {
    const at = parameter.lastIndexOf('/');
    const own = parameter.slice(at + 1);
    const others = siblings.get(parameter.slice(0, at));
    if (!others?.has(own)) throw new Error(`No path has the parameter ${parameter}.`);
    return [...others].some((other) => other !== own && fitsPart(word, other));
  };
}

/** Whether a segment of an address fits a segment of a path, in which `{name}` stands for any non-empty text. */
export function fitsPart(given: string, part: string): boolean {
  const [before = '', after] = part.split(/\{\w+\}/);
  if (after === undefined) return given === before;
  return given.length > before.length + after.length && given.startsWith(before) && given.endsWith(after);
}
