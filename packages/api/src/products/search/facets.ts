import type { Reader } from '@cartwright/db';
import { type Facets, mostCategories, mostNames, mostValues } from '../schema.ts';
import {
  attributeFacet,
  type Criteria,
  categoryFacet,
  failuresOfProduct,
  failuresOfVariant,
  optionFacet,
  priceFacet,
} from './criteria.ts';
import type { Facts, Label } from './facts.ts';
import { type PriceRange, startOfStep } from './price-ranges.ts';

/** A number of products with the same facts. `isPriced` tells whether a variant is in the price range. */
export interface Entry {
  readonly count: number;
  readonly facts: Facts;
  readonly isPriced: (variant: number) => boolean;
}

export interface Counted<One extends Entry> {
  readonly total: number;
  readonly facets: Facets;
  /** The entries with products that meet all criteria. */
  readonly matches: readonly One[];
}

export const noFacets: Facets = { categories: [], priceRanges: [], options: [], attributes: [] };

/**
 * Counts the facets of a result. Each value counts the products found if it replaced the choices in its own facet. The
 * choices in all other facets apply.
 */
export function countFacets<One extends Entry>(
  entries: Iterable<One>,
  criteria: Criteria,
  ranges: readonly PriceRange[],
  categories: readonly NumberedCategory[],
): Counted<One> {
  const tally = new Tally(ranges);
  const matches: One[] = [];
  let total = 0;
  for (const entry of entries) {
    if (!tally.add(entry, criteria)) continue;
    matches.push(entry);
    total += entry.count;
  }
  return { total, matches, facets: tally.facets(categories) };
}

class Tally {
  readonly #ranges: readonly PriceRange[];
  readonly #rangeOfStep = new Map<number, number>();
  readonly #categories = new Map<number, number>();
  readonly #rangeCounts = new Map<number, number>();
  readonly #options = new LabelTally();
  readonly #attributes = new LabelTally();

  constructor(ranges: readonly PriceRange[]) {
    this.#ranges = ranges;
  }

  /** @returns whether the products of the entry meet all criteria */
  add({ count, facts, isPriced }: Entry, criteria: Criteria): boolean {
    const ofProduct = failuresOfProduct(facts, criteria);
    if (ofProduct.length > 1) return false;
    const [failed] = ofProduct;
    const ranges = new Set<number>();
    const options = new Map<string, Label>();
    let isMet = false;
    facts.variants.forEach((variant, index) => {
      const failures = failuresOfVariant(variant, isPriced(index), criteria);
      if (!failures || ofProduct.length + failures.length > 1) return;
      if (failures.length === 0) isMet = true;
      if (failed !== undefined) return;
      const [only] = failures;
      if (only === undefined || only === priceFacet) ranges.add(this.#rangeOf(variant.step));
      for (const label of variant.options) {
        if (only === undefined || only === optionFacet(label.nameKey)) options.set(keyOf(label), label);
      }
    });
    for (const range of ranges) addTo(this.#rangeCounts, range, count);
    for (const label of options.values()) this.#options.add(label, count);
    if (!isMet) return false;
    if (failed === undefined || failed === categoryFacet) addTo(this.#categories, facts.category, count);
    for (const label of facts.attributes) {
      if (failed === undefined || failed === attributeFacet(label.nameKey)) this.#attributes.add(label, count);
    }
    return failed === undefined;
  }

  facets(categories: readonly NumberedCategory[]): Facets {
    return {
      categories: categories
        .map(({ number, slug, name }) => ({ slug, name, count: this.#categories.get(number) ?? 0 }))
        .filter((facet) => facet.count > 0)
        .sort((a, b) => b.count - a.count || (a.slug < b.slug ? -1 : 1)),
      priceRanges: this.#ranges
        .map((one, index) => ({ ...one, count: this.#rangeCounts.get(index) ?? 0 }))
        .filter((facet) => facet.count > 0),
      options: this.#options.facets(),
      attributes: this.#attributes.facets(),
    };
  }

  #rangeOf(step: number): number {
    const known = this.#rangeOfStep.get(step);
    if (known !== undefined) return known;
    const range = this.#ranges.findLastIndex(({ minPrice }) => minPrice <= startOfStep(step));
    this.#rangeOfStep.set(step, range);
    return range;
  }
}

/** Counts labels by their keys. Of several spellings it shows the first by character code. */
class LabelTally {
  readonly #counts = new Map<string, { label: Label; count: number }>();

  add(label: Label, count: number): void {
    const known = this.#counts.get(keyOf(label));
    if (!known) this.#counts.set(keyOf(label), { label, count });
    else {
      known.count += count;
      if (`${label.name}\0${label.value}` < `${known.label.name}\0${known.label.value}`) known.label = label;
    }
  }

  facets(): Facets['options'] {
    const names = new Map<string, { label: Label; count: number }[]>();
    for (const one of this.#counts.values()) {
      const values = names.get(one.label.nameKey);
      if (values) values.push(one);
      else names.set(one.label.nameKey, [one]);
    }
    return [...names.values()]
      .map((values) => {
        values.sort((a, b) => b.count - a.count || (a.label.valueKey < b.label.valueKey ? -1 : 1));
        const [name = ''] = values.map(({ label }) => label.name).sort();
        const total = values.reduce((sum, { count }) => sum + count, 0);
        return { total, name, values: values.map(({ label, count }) => ({ value: label.value, count })) };
      })
      .sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1))
      .slice(0, mostNames)
      .map(({ name, values }) => ({ name, values: values.slice(0, mostValues) }));
  }
}

const keyOf = ({ nameKey, valueKey }: Label) => `${nameKey}\0${valueKey}`;

function addTo(counts: Map<number, number>, key: number, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
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
    .orderBy(number)
    .limit(mostCategories)
    .then((rows) => rows);
}
