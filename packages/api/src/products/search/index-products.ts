import type { Transaction } from '@cartwright/db';
import { inArray, sql } from 'drizzle-orm';
import { numberFacts, writeFacts } from './facts.ts';
import { learnWords } from './misspellings.ts';
import { indexWordsOf, skuWordsOf } from './words.ts';

/** What search knows of a product. */
export interface Searchable {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly categoryId: string | null;
  readonly attributes: unknown;
  /** In their order. */
  readonly variants: readonly SearchableVariant[];
}

export interface SearchableVariant {
  readonly sku: string;
  readonly options: unknown;
  readonly price: number;
  readonly available: number;
}

/** Makes products findable, or found as they are now. */
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
  // What SQLite's index knows a document by begins with its facts, and in ascending order it is written at once.
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

/** A space on both sides of each word, so that a whole word and its beginning can be looked for as they are. */
function padded(words: readonly string[]): string {
  return words.length === 0 ? ' ' : ` ${words.join(' ')} `;
}
