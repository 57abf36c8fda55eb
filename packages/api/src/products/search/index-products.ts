import type { Transaction } from '@cartwright/db';
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { facetOf } from './facets.ts';
import { learnWords } from './misspellings.ts';
import { indexWordsOf, skuWordsOf } from './words.ts';

/** What search knows of a product. */
export interface Searchable {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly skus: readonly string[];
  readonly categoryId: string | null;
  readonly priceFrom: number;
}

/** Makes products findable, or found as they are now. */
export async function indexProducts(tx: Transaction, searchables: readonly Searchable[]): Promise<void> {
  if (searchables.length === 0) return;
  const { searchDocuments } = tx.tables;
  const numberOf = await numbersOfCategories(tx, searchables);
  const learned = new Set<string>();
  const rows = searchables.map(({ id, name, description, skus, categoryId, priceFrom }) => {
    const [nameWords, descriptionWords] = [indexWordsOf(name), [...new Set(indexWordsOf(description))]];
    for (const word of [...nameWords, ...descriptionWords]) learned.add(word);
    const words = {
      name: padded(nameWords),
      sku: padded([...new Set(skuWordsOf(skus))]),
      description: padded(descriptionWords),
    };
    return { productId: id, ...words, facet: facetOf(numberOf.get(categoryId ?? '') ?? 0, priceFrom), priceFrom };
  });
  // What SQLite's index knows a document by begins with the facet, and in ascending order it is written at once.
  rows.sort((a, b) => a.facet - b.facet);
  await tx
    .insert(searchDocuments)
    .values(rows)
    .onConflictDoUpdate({
      target: searchDocuments.productId,
      set: {
        name: sql`excluded.name`,
        sku: sql`excluded.sku`,
        description: sql`excluded.description`,
        facet: sql`excluded.facet`,
        priceFrom: sql`excluded.price_from`,
      },
    });
  await learnWords(tx, learned);
}

async function numbersOfCategories(tx: Transaction, searchables: readonly Searchable[]): Promise<Map<string, number>> {
  const { id, number } = tx.tables.categories;
  const ids = [...new Set(searchables.flatMap(({ categoryId }) => categoryId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await tx.select({ id, number }).from(tx.tables.categories).where(inArray(id, ids));
  return new Map(rows.map((row) => [row.id, row.number]));
}

/** Brings what search knows of a product into step with its rows: nothing, where it is not on sale. */
export async function indexProduct(tx: Transaction, id: string): Promise<void> {
  const { products, variants, searchDocuments } = tx.tables;
  const [product] = await tx.select().from(products).where(eq(products.id, id));
  if (product?.status !== 'active') {
    await tx.delete(searchDocuments).where(eq(searchDocuments.productId, id));
    return;
  }
  const rows = await tx
    .select({ sku: variants.sku })
    .from(variants)
    .where(and(eq(variants.productId, id), isNull(variants.archivedAt)))
    .orderBy(asc(variants.position));
  await indexProducts(tx, [{ ...product, skus: rows.map(({ sku }) => sku) }]);
}

/** A space on both sides of each word, so that a whole word and its beginning can be looked for as they are. */
function padded(words: readonly string[]): string {
  return words.length === 0 ? ' ' : ` ${words.join(' ')} `;
}
