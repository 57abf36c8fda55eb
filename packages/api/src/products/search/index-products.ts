import type { Transaction } from '@cartwright/db';
import { inArray, sql } from 'drizzle-orm';
import { numberFacts, writeFacts } from './facts.ts';
import { learnWords } from './misspellings.ts';
import { indexWordsOf, skuWordsOf } from './words.ts';

/** The fields of a product that search knows. */
export interface Searchable {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly categoryId: string | null;
  readonly attributes: unknown;
  /** The variants in their order. */
  readonly variants: readonly SearchableVariant[];
}

export interface SearchableVariant {
  readonly sku: string;
  readonly options: unknown;
  readonly price: number;
  readonly available: number;
}

/** Adds products to search, or updates them there. */
export async function indexProducts(tx: Transaction, searchables: readonly Searchable[]): Promise<void> {
  if (searchables.length === 0) return;
  const { searchDocuments } = tx.tables;
  const factsOf = await factsOfProducts(tx, searchables);
  const learned = new Set<string>();
  const rows = searchables.map(({ id, name, description, variants }) => {
    const [nameWords, descriptionWords] = [indexWordsOf(name), [...new Set(indexWordsOf(description))]];
    for (const word of [...nameWords, ...descriptionWords]) learned.add(word);
    const words = {
      name: padded(nameWords),
      sku: padded([...new Set(skuWordsOf(variants.map(({ sku }) => sku)))]),
      description: padded(descriptionWords),
    };
    return { productId: id, ...words, facts: factsOf.get(id) ?? 0 };
  });
  // SQLite's index sorts by facts first, and writes ascending rows in one pass.
  rows.sort((a, b) => a.facts - b.facts);
  await tx
    .insert(searchDocuments)
    .values(rows)
    .onConflictDoUpdate({
      target: searchDocuments.productId,
      set: {
        name: sql`excluded.name`,
        sku: sql`excluded.sku`,
        description: sql`excluded.description`,
        facts: sql`excluded.facts`,
      },
    });
  await learnWords(tx, learned);
}

/** The numbers of products' facts, by the products' ids. */
export async function factsOfProducts(
  tx: Transaction,
  products: readonly Omit<Searchable, 'name' | 'description'>[],
): Promise<Map<string, number>> {
  const categories = await numbersOfCategories(tx, products);
  const texts = new Map(
    products.map((product) => [product.id, writeFacts(categories.get(product.categoryId ?? '') ?? 0, product)]),
  );
  const numbers = await numberFacts(tx, [...texts.values()]);
  return new Map([...texts].map(([id, text]) => [id, numbers.get(text) ?? 0]));
}

async function numbersOfCategories(
  tx: Transaction,
  searchables: readonly Pick<Searchable, 'categoryId'>[],
): Promise<Map<string, number>> {
  const { id, number } = tx.tables.categories;
  const ids = [...new Set(searchables.flatMap(({ categoryId }) => categoryId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await tx.select({ id, number }).from(tx.tables.categories).where(inArray(id, ids));
  return new Map(rows.map((row) => [row.id, row.number]));
}

/** Surrounds each word with spaces, so that a search finds whole words and their beginnings as plain text. */
function padded(words: readonly string[]): string {
  return words.length === 0 ? ' ' : ` ${words.join(' ')} `;
}
