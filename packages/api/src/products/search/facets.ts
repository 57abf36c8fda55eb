import type { Reader } from '@cartwright/db';
import type { Facets } from '../schema.ts';
import type { PriceRange } from './price-ranges.ts';

/** How much of a result is in a category and, by its number, in a price range. */
export interface Group {
  readonly categoryId: string | null;
  readonly range: number;
  readonly count: number;
}

export const nothing: { total: number; facets: Facets } = { total: 0, facets: { categories: [], priceRanges: [] } };

/** What a whole result consists of. */
export function facetsOf(
  groups: readonly Group[],
  ranges: readonly PriceRange[],
  categories: readonly { id: string; slug: string; name: string }[],
): { total: number; facets: Facets } {
  const sum = (wanted: (group: Group) => boolean) =>
    groups.filter(wanted).reduce((total, { count }) => total + count, 0);
  const inCategories = categories
    .map(({ id, slug, name }) => ({ slug, name, count: sum(({ categoryId }) => categoryId === id) }))
    .filter((facet) => facet.count > 0)
    .sort((a, b) => b.count - a.count || (a.slug < b.slug ? -1 : 1));
  const inRanges = ranges
    .map((one, index) => ({ ...one, count: sum(({ range }) => range === index) }))
    .filter((facet) => facet.count > 0);
  return { total: sum(() => true), facets: { categories: inCategories, priceRanges: inRanges } };
}

export function listCategories(read: Reader) {
  const { id, slug, name } = read.tables.categories;
  return read
    .select({ id, slug, name })
    .from(read.tables.categories)
    .then((rows) => rows);
}
