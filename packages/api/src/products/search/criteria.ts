import { maxAmount } from '@cartwright/kernel/fields';
import { labelKey } from '@cartwright/kernel/fold';
import type { ProductFilters } from '../schema.ts';
import type { Facts, Label, VariantFacts } from './facts.ts';
import { priceStepOf, startOfStep } from './price-ranges.ts';

/** The wanted values by name, in their compared form. */
type Choices = ReadonlyMap<string, ReadonlySet<string>>;

/** The filters in their compared form. Undefined fields and absent names allow everything. */
export interface Criteria {
  /** The category's number. */
  readonly category: number | undefined;
  readonly attributes: Choices;
  readonly options: Choices;
  readonly inStock: boolean | undefined;
  readonly minPrice: number | undefined;
  readonly maxPrice: number | undefined;
}

type Filters = Omit<ProductFilters, 'ids'>;

/** The number of a category that does not exist. */
const noCategory = -1;

export function criteriaOf(filters: Filters, categories: readonly { number: number; slug: string }[]): Criteria {
  const { category, attributes, options, inStock, minPrice, maxPrice } = filters;
  const numberOf = (slug: string) => categories.find((one) => one.slug === slug)?.number ?? noCategory;
  return {
    category: category === undefined ? undefined : numberOf(category),
    attributes: choicesOf(attributes),
    options: choicesOf(options),
    inStock,
    minPrice,
    maxPrice,
  };
}

function choicesOf(labels: Record<string, string[]> = {}): Choices {
  const choices = new Map<string, Set<string>>();
  for (const [name, values] of Object.entries(labels)) {
    const key = labelKey(name);
    choices.set(key, new Set([...(choices.get(key) ?? []), ...values.map(labelKey)]));
  }
  return choices;
}

/** Whether the criteria exclude anything. */
export function isSelective({ category, attributes, options, inStock, minPrice, maxPrice }: Criteria): boolean {
  const isBounded = [category, inStock, minPrice, maxPrice].some((one) => one !== undefined);
  return isBounded || attributes.size > 0 || options.size > 0;
}

function endOfStep(step: number): number {
  const last = startOfStep(step + 1) - 1;
  return last < startOfStep(step) ? Infinity : last;
}

/** Whether all, some or none of a step's prices are in the range. With `some`, only the exact price decides. */
export function pricesWithin(step: number, { minPrice = 0, maxPrice = Infinity }: Criteria): 'all' | 'some' | 'none' {
  const [first, end] = [startOfStep(step), endOfStep(step)];
  if (minPrice <= first && end <= maxPrice) return 'all';
  return minPrice <= end && first <= maxPrice ? 'some' : 'none';
}

/** The wanted prices of partly wanted steps: at most one range at each end. */
export function openPrices(criteria: Criteria): [lowest: number, highest: number][] {
  const { minPrice = 0, maxPrice = maxAmount } = criteria;
  const steps = new Set([priceStepOf(minPrice), priceStepOf(maxPrice)]);
  return [...steps]
    .filter((step) => pricesWithin(step, criteria) === 'some')
    .map((step) => [Math.max(minPrice, startOfStep(step)), Math.min(maxPrice, endOfStep(step))]);
}

/** The names of the facets at which the product itself fails. */
export function failuresOfProduct({ category, attributes }: Facts, criteria: Criteria): string[] {
  const isElsewhere = criteria.category !== undefined && criteria.category !== category;
  return [...(isElsewhere ? [categoryFacet] : []), ...missing(attributes, criteria.attributes, attributeFacet)];
}

/** The names of the facets at which a variant fails. Undefined for missing stock, which has no facet. */
export function failuresOfVariant(
  { inStock, options }: VariantFacts,
  isPriced: boolean,
  criteria: Criteria,
): string[] | undefined {
  if (criteria.inStock !== undefined && criteria.inStock !== inStock) return undefined;
  return [...(isPriced ? [] : [priceFacet]), ...missing(options, criteria.options, optionFacet)];
}

function missing(labels: readonly Label[], choices: Choices, facetOf: (nameKey: string) => string): string[] {
  if (choices.size === 0) return [];
  const has = (nameKey: string, values: ReadonlySet<string>) =>
    labels.some((label) => label.nameKey === nameKey && values.has(label.valueKey));
  return [...choices].filter(([nameKey, values]) => !has(nameKey, values)).map(([nameKey]) => facetOf(nameKey));
}

export const categoryFacet = 'category';
export const priceFacet = 'price';
export const attributeFacet = (nameKey: string) => `attribute ${nameKey}`;
export const optionFacet = (nameKey: string) => `option ${nameKey}`;
