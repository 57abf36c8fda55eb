import { listOf, prepared, type Reader } from '@cartwright/db';
import { maxAmount } from '@cartwright/kernel/fields';
import { and, between, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { optionsKeyOf } from './names.ts';
import type { ListProductsInput, ProductSort } from './schema.ts';
import { type Criteria, criteriaOf, failuresOfProduct, failuresOfVariant, pricesWithin } from './search/criteria.ts';
import { listCategories } from './search/facets.ts';
import { type Facts, readFacts } from './search/facts.ts';
import { tallyOf } from './search/result.ts';
import type { Sort } from './selection.ts';

/** The fields that decide a product's place in a list. */
interface Listed {
  readonly id: string;
  readonly nameKey: string;
  readonly priceFrom: number;
  readonly createdAt: Date;
}

/** The rows to search: all products in the order of the list, or a small set of candidates. */
type Source = (condition: SQL) => SQL;

/** Up to this many variants are read and their products sorted. With more, the order of the list soon fills a page. */
const fewVariants = 1_000;

/** Numbers of consecutive products compared with the filters before the search narrows to candidates. */
const stretches = [100, 900];
const longestStretch = 1_000;

/** The products with a variant in the price range as the source, or undefined if such variants are many. */
export async function sourceByPrice(read: Reader, input: ListProductsInput): Promise<Source | undefined> {
  if (input.minPrice === undefined && input.maxPrice === undefined) return undefined;
  const { variants: v } = read.tables;
  const priced = and(isNull(v.archivedAt), isPriced(read, input));
  const found = read
    .select({ id: v.id })
    .from(v)
    .where(priced)
    .limit(fewVariants + 1)
    .as('found');
  if ((await read.$count(found)) > fewVariants) return undefined;
  return among(read, sql`select distinct ${v.productId} as product_id from ${v} where ${priced}`);
}

function isPriced({ tables: { variants } }: Reader, { minPrice = 0, maxPrice = maxAmount }: PriceFilter) {
  return between(variants.price, minPrice, maxPrice);
}

type PriceFilter = Pick<ListProductsInput, 'minPrice' | 'maxPrice'>;

// Materialized, because Postgres would rather walk all products in their order than sort a few. A cross join, because
// SQLite keeps its order.
function among({ tables: { products: p } }: Reader, hits: SQL): Source {
  return (condition) =>
    sql`with hits as materialized (${hits}) select ${p}.* from hits cross join ${p}
      where ${p.id} = hits.product_id and ${condition}`;
}

export function inOrder({ tables: { products: p } }: Reader): Source {
  return (condition) => sql`select * from ${p} where ${condition}`;
}

/**
 * The first products of a list that meet all filters, one more than a page holds. Compares products in their order by
 * their shared facts. If the first stretches fill no page, it reads only products with suitable facts.
 *
 * @param condition the part that the products' own columns decide
 */
export async function firstThatMeet(
  read: Reader,
  input: ListProductsInput,
  sort: Sort,
  condition: SQL,
  byPrice: Source | undefined,
): Promise<Listed[]> {
  const criteria = criteriaOf(input, await listCategories(read));
  const found: Listed[] = [];
  let last: Listed | undefined;
  /** @returns whether the page is full or no product is left */
  const compare = async (source: Source, size: number) => {
    const rest = and(condition, last && sort.after(last)) ?? condition;
    const rows = await candidatesOf(read, source(rest), input.sort, sort.order, size);
    found.push(...(await meeting(read, rows, criteria)));
    last = rows.at(-1);
    return found.length > input.limit || rows.length < size;
  };
  const { products: p, searchDocuments: d } = read.tables;
  let source = byPrice;
  if (!source) {
    for (const size of stretches) if (await compare(inOrder(read), size)) return found;
    const able = await ableFacts(read, criteria);
    const isAble = read.textSearch.isChosen({ facts: able.numbers, documents: [] });
    source = able.isMost
      ? (rest) => sql`select ${p}.* from ${p} inner join ${d} on ${eq(d.productId, p.id)} where ${isAble} and ${rest}`
      : among(
          read,
          sql`select ${d.productId} as product_id from ${read.textSearch.hits({ groups: [], chosen: { facts: able.numbers, documents: [] } })}`,
        );
  }
  while (!(await compare(source, longestStretch)));
  return found;
}

interface Candidate extends Listed {
  readonly facts: number | null;
}

/** Selects only columns in the index of the order: the name for sorting by name, and the age for sorting by age. */
async function candidatesOf(
  read: Reader,
  source: SQL,
  by: ProductSort,
  order: readonly SQL[],
  size: number,
): Promise<Candidate[]> {
  const { products: p, searchDocuments: d } = read.tables;
  const first = sql`(${source} order by ${sql.join([...order], sql`, `)} limit ${size})`;
  const rows = await read
    .select({
      id: sql<string>`${p.id}`,
      ...(by === 'name' && { nameKey: sql<string>`${p.nameKey}` }),
      priceFrom: sql`${p.priceFrom}`.mapWith(Number),
      ...(by === 'newest' && { createdAt: sql`${p.createdAt}`.mapWith(p.createdAt) }),
      facts: d.facts,
    })
    .from(sql`${first} as ${p}`)
    .leftJoin(d, eq(d.productId, p.id))
    .orderBy(...order);
  return rows.map(({ nameKey = '', createdAt = new Date(0), ...row }) => ({ ...row, nameKey, createdAt }));
}

/** The products that meet the criteria. Reads variants only if the facts leave a price open. */
async function meeting(read: Reader, rows: readonly Candidate[], criteria: Criteria): Promise<Candidate[]> {
  const factsOf = await readFacts(read, new Set(rows.flatMap(({ facts }) => facts ?? [])));
  const able = rows.flatMap((row) => {
    const facts = factsOf.get(row.facts ?? 0);
    const answer = facts ? meets(facts, criteria) : 'no';
    return facts && answer !== 'no' ? { row, facts, isOpen: answer === 'open' } : [];
  });
  const open = able.flatMap(({ row, isOpen }) => (isOpen ? row.id : []));
  const priced = await pricedOptions(read, open, criteria);
  return able.flatMap(({ row, facts, isOpen }) =>
    !isOpen || hasPriced(facts, criteria, priced.get(row.id) ?? new Set()) ? row : [],
  );
}

/** Whether products with these facts meet the criteria. `open` means that the variants' exact prices decide. */
function meets(facts: Facts, criteria: Criteria): 'yes' | 'no' | 'open' {
  if (failuresOfProduct(facts, criteria).length > 0) return 'no';
  const answers = facts.variants
    .filter((variant) => failuresOfVariant(variant, true, criteria)?.length === 0)
    .map(({ step }) => pricesWithin(step, criteria));
  if (answers.includes('all')) return 'yes';
  return answers.includes('some') ? 'open' : 'no';
}

function hasPriced(facts: Facts, criteria: Criteria, priced: ReadonlySet<string>): boolean {
  return facts.variants.some(
    (variant) => priced.has(optionsKeyOf(variant.options)) && failuresOfVariant(variant, true, criteria)?.length === 0,
  );
}

const findPriced = prepared(
  'priced options of products',
  ({ variants: { productId, price } }) => ({ productIds: listOf(productId), minPrice: price, maxPrice: price }),
  (read, { productIds, minPrice, maxPrice }) => {
    const { productId, optionsKey, archivedAt, price } = read.tables.variants;
    return read
      .select({ productId, optionsKey })
      .from(read.tables.variants)
      .where(and(read.isOneOf(productId, productIds), isNull(archivedAt), between(price, minPrice, maxPrice)));
  },
);

/** The options of the variants in the price range, by product. */
async function pricedOptions(
  read: Reader,
  ids: readonly string[],
  { minPrice = 0, maxPrice = maxAmount }: Criteria,
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (let start = 0; start < ids.length; start += 100) {
    const productIds = ids.slice(start, start + 100);
    for (const { productId, optionsKey } of await findPriced(read, { productIds, minPrice, maxPrice })) {
      const known = found.get(productId);
      if (known) known.add(optionsKey);
      else found.set(productId, new Set([optionsKey]));
    }
  }
  return found;
}

/** The facts that can meet the criteria, and whether more than a quarter of all products have them. */
async function ableFacts(read: Reader, criteria: Criteria): Promise<{ numbers: number[]; isMost: boolean }> {
  const tally = await tallyOf(read, { understood: [], query: { groups: [] }, filter: undefined });
  const facts = await readFacts(read, tally.keys());
  const numbers = [...facts].flatMap(([number, one]) => (meets(one, criteria) === 'no' ? [] : number));
  const count = (some: Iterable<number>) => [...some].reduce((sum, number) => sum + (tally.get(number) ?? 0), 0);
  return { numbers, isMost: count(numbers) > count(tally.keys()) / 4 };
}
