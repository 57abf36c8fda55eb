import type { Reader, SearchGroup } from '@cartwright/db';
import { and, count, max, or, type SQL, sql } from 'drizzle-orm';
import { type Levels, levelsOf } from './levels.ts';
import { bonus, openingsOf, relevanceOf } from './relevance.ts';
import { few, isIn, type Result, walksFor } from './result.ts';

/** A product on a page by relevance, with its sort values. */
export interface Ranked {
  readonly id: string;
  readonly rank: number;
  /** The beginning of its name, by which documents are sorted. */
  readonly label: string;
}

interface Page {
  readonly result: Result;
  readonly limit: number;
  /** The last product of the previous page. */
  readonly after: Ranked | undefined;
}

/**
 * The page of the most relevant of `total` products, by relevance and then by name. In a broad result it ranks only a
 * part: it reads documents by name until no unread document can come before the read ones.
 */
export async function mostRelevant(read: Reader, page: Page, total: number): Promise<Ranked[]> {
  // With several words in any order, an early proof that no other document comes first is rare.
  const isShort = total < (page.result.understood.length > 1 ? few * 4 : few);
  const found = isShort ? undefined : await (page.after ? goOn : begin)(read, page, total);
  return found ?? rankFound(read, page, page.result.query.groups);
}

/** The products as relevant as the last of the previous page. They follow it by name. */
async function goOn(read: Reader, page: Page, total: number): Promise<Ranked[] | undefined> {
  const { named } = levelsOf(page.result.understood);
  const isNamed = page.after !== undefined && page.after.rank > named.ceiling + bonus.first;
  for (const walk of isNamed ? namesFor(read, page, total) : documentsFor(read, page, total)) {
    const found = await walk();
    if (found[page.limit - 1]?.rank === page.after?.rank) return found;
  }
  return undefined;
}

async function begin(read: Reader, page: Page, total: number): Promise<Ranked[] | undefined> {
  const levels = levelsOf(page.result.understood);
  const { named } = levels;
  const openings = await readOpenings(read, page);
  const [shortWalk, ...longWalks] = namesFor(read, page, total);
  const proveNames = (walked: Ranked[]) =>
    prove(read, page, { levels, openings, walked, least: named.ceiling + bonus.first });
  const soon = shortWalk && (await proveNames(await shortWalk()));
  if (soon) return soon;

  const names = await countUpTo(read, page, named.groups, few / 2 + 1);
  const areMany = names > few / 2;
  // Too few fill no page, and come together with those that the walk below does not show.
  if (!areMany && names >= page.limit) {
    const found = await rankFound(read, page, named.groups);
    if ((found[page.limit - 1]?.rank ?? 0) > named.ceiling + bonus.first) return found;
  }
  for (const walk of areMany ? longWalks : documentsFor(read, page, total)) {
    const walked = await walk();
    const found = await (areMany ? proveNames(walked) : prove(read, page, { levels, openings, walked, least: 0 }));
    if (found) return found;
  }
  return undefined;
}

interface Walked {
  readonly levels: Levels;
  readonly openings: readonly Opening[];
  /** The best of the read documents. */
  readonly walked: readonly Ranked[];
  /** The highest relevance of the unread documents. */
  readonly least: number;
}

/** The first page, if no unread document can come before it. */
async function prove(read: Reader, page: Page, { levels, openings, walked, least }: Walked) {
  const seen = best(page.limit, [walked, ...openings.map(({ found }) => found)]);
  const last = seen[page.limit - 1];
  if (!last || last.rank <= least) return undefined;
  const better = levelAbove(levels, last, walked, openings);
  if (better === undefined) return seen;
  const isTooMuch = better === 'unknown' || (await countUpTo(read, page, better, few / 2 + 1)) > few / 2;
  return isTooMuch ? undefined : best(page.limit, [seen, await rankFound(read, page, better)]);
}

/** The query for all documents that may still come before `last`; undefined if none can. */
function levelAbove({ highest, all }: Levels, last: Ranked, walked: readonly Ranked[], openings: readonly Opening[]) {
  // Between equals the name decides, and unread documents come later than all read ones.
  const end = walked.toSorted(compare).at(-1);
  const bearable = end && compare(last, end) <= 0 ? last.rank : last.rank - 1;
  const level =
    highest <= bearable ? { groups: undefined, ceiling: highest } : all.find(({ ceiling }) => ceiling <= bearable);
  if (!level) return 'unknown';
  const ceiling = level.ceiling + bonus.first;
  const isComplete = openings.every(
    ({ until }) =>
      until === undefined || ceiling < last.rank || (ceiling === last.rank && bytewise(last.label, until) < 0),
  );
  return isComplete ? level.groups : 'unknown';
}

interface Opening {
  readonly found: Ranked[];
  /** The last name read, if names remain. */
  readonly until: string | undefined;
}

/** The best documents with names that begin with the first word, which earns a bonus. */
function readOpenings(read: Reader, page: Page): Promise<Opening[]> {
  const label = labelOf(read);
  return Promise.all(
    openingsOf(page.result.understood).map(async (opening) => {
      const range = sql`${label} >= ${opening} and ${label} < ${`${opening}\u{10ffff}`}`;
      const [extent] = await read
        .select({ rows: count(), last: max(sql<string>`label`) })
        .from(sql`(${walked(read, range, few / 4)}) as walked`);
      if (!extent?.rows) return { found: [], until: undefined };
      const from = documents(read, walked(read, range, few / 4));
      const found = await rank(read, page, from, isIn(read, page.result));
      return { found, until: extent.rows < few / 4 ? undefined : (extent.last ?? undefined) };
    }),
  );
}

/** Reads ever more documents in the order of their names. */
function documentsFor(read: Reader, page: Page, total: number) {
  return walksFor(total).map(
    (rows) => () => rank(read, page, documents(read, walked(read, restOf(read, page), rows)), isIn(read, page.result)),
  );
}

/** Reads ever more names from the index, and only the first documents with all words in the name. */
function namesFor(read: Reader, page: Page, total: number) {
  const mayHold = page.result.understood.map(({ beginnings, wholes }) =>
    or(...[...beginnings, ...wholes].map((word) => read.textSearch.contains(sql`label`, ` ${word}`))),
  );
  // The index holds only the beginning of longer names.
  const where = or(and(...mayHold), sql`length(label) = ${labelLength}`);
  return [few * 2, few * 8, few * 32, few * 128]
    .filter((rows) => rows <= total * 4)
    .map((rows) => () => {
      const names = sql`select id, label, product_id from (${walked(read, restOf(read, page), rows)}) as names
        where ${where} order by label, product_id limit ${page.limit * 4}`;
      return rank(read, page, documents(read, names), isIn(read, page.result));
    });
}

function restOf(read: Reader, { after }: Page): SQL {
  if (!after) return sql`true`;
  const { productId } = read.tables.searchDocuments;
  const label = labelOf(read);
  return sql`${label} >= ${after.label} and (${label}, ${productId}) > (${after.label}, ${after.id})`;
}

/** The first documents by name, from the index. */
function walked(read: Reader, where: SQL, rows: number): SQL {
  const { searchDocuments: d } = read.tables;
  const label = labelOf(read);
  return sql`select ${d.id} as id, ${label} as label, ${d.productId} as product_id from ${d} where ${where}
    order by ${label}, ${d.productId} limit ${rows}`;
}

/** A FROM item with the documents of the ids in `select`. */
function documents(read: Reader, select: SQL): SQL {
  const { searchDocuments: d } = read.tables;
  return sql`(select id as walked from (${select}) as ids) as walk inner join ${d} on ${d.id} = walked`;
}

async function countUpTo(read: Reader, { result }: Page, groups: readonly SearchGroup[], most: number) {
  const [found] = await read
    .select({ rows: count() })
    .from(sql`(${read.textSearch.some({ ...result.query, groups }, most)}) as found`);
  return found?.rows ?? 0;
}

/** The first page of the documents in `groups` that are in the result, apart from the filter. */
function rankFound(read: Reader, page: Page, groups: readonly SearchGroup[]): Promise<Ranked[]> {
  const { query, filter } = page.result;
  return rank(read, page, read.textSearch.hits({ ...query, groups }), filter);
}

function rank(read: Reader, { result, limit, after }: Page, from: SQL, where: SQL | undefined): Promise<Ranked[]> {
  const { productId } = read.tables.searchDocuments;
  const ranked = sql`(select ${productId} as id, ${relevanceOf(read, result.understood)} as rank, ${labelOf(read)} as label
    from ${from} where ${and(sql`true`, where)}) as ranked`;
  const rest = after && sql`(-rank, label, id) > (${-after.rank}, ${after.label}, ${after.id})`;
  return read
    .select({ id: sql<string>`id`, rank: sql`rank`.mapWith(Number), label: sql<string>`label` })
    .from(ranked)
    .where(rest)
    .orderBy(sql`rank desc, label, id`)
    .limit(limit)
    .then((rows) => rows);
}

const labelLength = 100;

/** The label in the index's form. */
function labelOf({ tables }: Reader) {
  return sql<string>`substr(${tables.searchDocuments.name}, 1, ${sql.raw(String(labelLength))})`;
}

function best(limit: number, lists: readonly (readonly Ranked[])[]): Ranked[] {
  const byId = new Map(lists.flat().map((one) => [one.id, one]));
  return [...byId.values()].sort((a, b) => b.rank - a.rank || compare(a, b)).slice(0, limit);
}

const compare = (a: Ranked, b: Ranked) => bytewise(a.label, b.label) || bytewise(a.id, b.id);

/** Compares text as both databases do, unlike JavaScript. */
const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
