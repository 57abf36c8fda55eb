import { maxAmount } from '../../kernel/fields.ts';
import { labelKey } from '../../kernel/fold.ts';
import type { ProductFilters } from '../schema.ts';
import type { Facts, Label, VariantFacts } from './facts.ts';
import { priceStepOf, startOfStep } from './price-ranges.ts';

/** The values that are wanted of each name, as they are compared. */
type Choices = ReadonlyMap<string, ReadonlySet<string>>;

/** What the filters ask for. What is undefined, or not among the choices, does not matter. */
export interface Criteria {
  /** A category's number. */
  readonly category: number | undefined;
  readonly attributes: Choices;
  readonly options: Choices;
  readonly inStock: boolean | undefined;
  readonly minPrice: number | undefined;
  readonly maxPrice: number | undefined;
}

type Filters = Omit<ProductFilters, 'ids'>;

/** Of a category that there is not. */
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

/** Whether there is anything that a product can fail. */
export function isSelective({ category, attributes, options, inStock, minPrice, maxPrice }: Criteria): boolean {
  const isBounded = [category, inStock, minPrice, maxPrice].some((one) => one !== undefined);
  return isBounded || attributes.size > 0 || options.size > 0;
}

function endOfStep(step: number): number {
  const last = startOfStep(step + 1) - 1;
  return last < startOfStep(step) ? Infinity : last;
}

/** How many prices of a step are between the wanted ones: where it is some, the price itself has to be asked. */
export function pricesWithin(step: number, { minPrice = 0, maxPrice = Infinity }: Criteria): 'all' | 'some' | 'none' {
  const [first, end] = [startOfStep(step), endOfStep(step)];
  if (minPrice <= first && end <= maxPrice) return 'all';
  return minPrice <= end && first <= maxPrice ? 'some' : 'none';
}

/** The wanted prices of the steps of which only some are wanted: at most one stretch at each end. */
export function openPrices(criteria: Criteria): [lowest: number, highest: number][] {
  const { minPrice = 0, maxPrice = maxAmount } = criteria;
  const steps = new Set([priceStepOf(minPrice), priceStepOf(maxPrice)]);
  return [...steps]
    .filter((step) => pricesWithin(step, criteria) === 'some')
    .map((step) => [Math.max(minPrice, startOfStep(step)), Math.min(maxPrice, endOfStep(step))]);
}

/** What a product fails by itself, each failure by the name of its facet. */
export function failuresOfProduct({ category, attributes }: Facts, criteria: Criteria): string[] {
  const isElsewhere = criteria.category !== undefined && criteria.category !== category;
  return [...(isElsewhere ? [categoryFacet] : []), ...missing(attributes, criteria.attributes, attributeFacet)];
}

/** What a variant fails. Stock has no facet: undefined, where it fails that. */
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
