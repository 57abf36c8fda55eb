import type { Reader } from '@cartwright/db';
import type { GuestContext } from '@cartwright/kernel/context';
import { and, between, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { optionsKeyOf } from '../names.ts';
import type { Facets, ProductFilters } from '../schema.ts';
import { type Criteria, criteriaOf, isSelective, openPrices, pricesWithin } from './criteria.ts';
import { countFacets, type Entry, listCategories } from './facets.ts';
import { type Facts, readFacts } from './facts.ts';
import { groupsOf } from './hits.ts';
import { priceRanges } from './price-ranges.ts';
import { isIn, type Result, tallyOf } from './result.ts';
import type { Understood } from './understand.ts';

/** Products with the same facts: all of them, or one, named by its document. */
interface Chosen extends Entry {
  readonly number: number;
  readonly document?: number;
}

/**
 * Chooses products on sale by words and filters. Without words it chooses from all of them. One count by facts gives
 * the totals. Documents are read only for prices near the ends of the range.
 */
export async function choose(
  { shop }: GuestContext,
  understood: Understood,
  filters: ProductFilters,
): Promise<{ result: Result; total: number; facets: Facets }> {
  const { read } = shop.db;
  const { productId } = read.tables.searchDocuments;
  const categories = await listCategories(read);
  const criteria = criteriaOf(filters, categories);
  const all: Result = {
    understood,
    query: { groups: groupsOf(understood) },
    filter: filters.ids && inArray(productId, filters.ids),
  };
  const entries = await entriesOf(read, all, criteria);
  const { total, facets, matches } = countFacets(entries, criteria, priceRanges(shop.settings.currency), categories);
  if (!isSelective(criteria)) return { result: all, total, facets };
  const facts = matches.flatMap(({ number, document }) => (document === undefined ? number : []));
  const documents = matches.flatMap(({ document }) => document ?? []);
  return { result: { ...all, query: { ...all.query, chosen: { facts, documents } } }, total, facets };
}

async function entriesOf(read: Reader, all: Result, criteria: Criteria): Promise<Chosen[]> {
  const tally = await tallyOf(read, all);
  const facts = await readFacts(read, tally.keys());
  const entries: Chosen[] = [];
  const doubtful = new Map<number, { facts: Facts; left: number }>();
  for (const [number, count] of tally) {
    const own = facts.get(number);
    if (!own) continue;
    const within = own.variants.map(({ step }) => pricesWithin(step, criteria));
    if (within.includes('some')) doubtful.set(number, { facts: own, left: count });
    else entries.push({ number, count, facts: own, isPriced: (variant) => within[variant] === 'all' });
  }
  if (doubtful.size === 0) return entries;
  const documents = [...doubtful.values()].reduce((sum, { left }) => sum + left, 0);
  const source = documents < manyDocuments ? 'documents' : 'variants';
  for (const [document, { number, keys }] of await pricedVariants(read, all, [...doubtful.keys()], criteria, source)) {
    const one = doubtful.get(number);
    if (!one) continue;
    one.left -= 1;
    const isPriced = one.facts.variants.map(
      ({ step, options }) => pricesWithin(step, criteria) === 'all' || keys.has(optionsKeyOf(options)),
    );
    entries.push({ number, document, count: 1, facts: one.facts, isPriced: (variant) => isPriced[variant] === true });
  }
  for (const [number, { facts: own, left }] of doubtful) {
    const within = own.variants.map(({ step }) => pricesWithin(step, criteria));
    if (left > 0) entries.push({ number, count: left, facts: own, isPriced: (variant) => within[variant] === 'all' });
  }
  return entries;
}

/** From this many documents on, reading the variants in the open price steps is cheaper. */
const manyDocuments = 10_000;

/**
 * The documents with these facts and their variants' options in the price range, as far as their price steps leave that
 * open.
 */
async function pricedVariants(
  read: Reader,
  all: Result,
  facts: number[],
  criteria: Criteria,
  source: 'documents' | 'variants',
) {
  const { searchDocuments: d, variants: v } = read.tables;
  const isOpen = or(...openPrices(criteria).map(([lowest, highest]) => between(v.price, lowest, highest)));
  const isPriced = and(eq(v.productId, d.productId), isNull(v.archivedAt), isOpen);
  const query = { ...all.query, chosen: { facts, documents: [] } };
  // Cross joins, because SQLite keeps their order.
  const found =
    source === 'documents'
      ? sql`${read.textSearch.hits(query)} cross join ${v} where ${and(isPriced, all.filter)}`
      : sql`${v} cross join ${d} where ${and(isPriced, isIn(read, { ...all, query }))}`;
  const rows = await read
    .select({ document: sql`document`.mapWith(Number), number: sql`number`.mapWith(Number), key: sql<string>`key` })
    .from(sql`(select ${d.id} as document, ${d.facts} as number, ${v.optionsKey} as key from ${found}) as priced`);
  const documents = new Map<number, { readonly number: number; readonly keys: Set<string> }>();
  for (const { document, number, key } of rows) {
    const known = documents.get(document);
    if (known) known.keys.add(key);
    else documents.set(document, { number, keys: new Set([key]) });
  }
  return documents;
}
