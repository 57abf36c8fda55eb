import type { Reader } from '@cartwright/db';
import type { Facets } from '../schema.ts';
import { type PriceRange, priceStepOf, startOfStep } from './price-ranges.ts';

/** What a document is counted by: its category's number, or 0, and the step that its price is in. */
export function facetOf(categoryNumber: number, price: number): number {
  return categoryNumber * steps + priceStepOf(price);
}

const steps = 64;

/** The first and the last facet of a category. */
export function facetsOfCategory(categoryNumber: number): [number, number] {
  return [facetOf(categoryNumber, 0), categoryNumber * steps + steps - 1];
}

export const nothing: { total: number; facets: Facets } = { total: 0, facets: { categories: [], priceRanges: [] } };

/** What a whole result consists of, which holds so many products of each facet. */
export function facetsOf(
  tally: ReadonlyMap<number, number>,
  ranges: readonly PriceRange[],
  categories: readonly NumberedCategory[],
): { total: number; facets: Facets } {
  const counts = [...tally].map(([facet, count]) => {
    const start = startOfStep(facet % steps);
    return { category: Math.floor(facet / steps), range: ranges.findLast(({ minPrice }) => minPrice <= start), count };
  });
  const sum = (wanted: (one: (typeof counts)[number]) => boolean) =>
    counts.filter(wanted).reduce((total, { count }) => total + count, 0);
  const inCategories = categories
    .map(({ number, slug, name }) => ({ slug, name, count: sum(({ category }) => category === number) }))
    .filter((facet) => facet.count > 0)
    .sort((a, b) => b.count - a.count || (a.slug < b.slug ? -1 : 1));
  const inRanges = ranges
    .map((one) => ({ ...one, count: sum(({ range }) => range === one) }))
    .filter((facet) => facet.count > 0);
  return { total: sum(() => true), facets: { categories: inCategories, priceRanges: inRanges } };
}

export interface NumberedCategory {
  readonly number: number;
  readonly slug: string;
  readonly name: string;
}

export function listCategories(read: Reader): Promise<NumberedCategory[]> {
  const { number, slug, name } = read.tables.categories;
  return read
    .select({ number, slug, name })
    .from(read.tables.categories)
    .then((rows) => rows);
}
