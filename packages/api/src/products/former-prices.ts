import { type Reader, type Snapshot, type Transaction, wasCommitted } from '@cartwright/db';
import { purgeRows } from '@cartwright/kernel/purge';
import type { Shop } from '@cartwright/kernel/shop';
import { and, gte, lt, or, type SQL, sql } from 'drizzle-orm';

const minute = 60 * 1_000;
const longestWalk = 60 * minute;

/** The position of a walk after a page, and the snapshot of that page. */
export interface Step extends Snapshot {
  readonly price: number;
  readonly id: string;
}

/** The reading of a list sorted by price, page by page. `price` walks up, `-price` down. */
export interface Walk {
  readonly sort: 'price' | '-price';
  readonly began: Date;
  /** One for each page. Pages without a commit between them share one. */
  readonly steps: readonly Step[];
}

/** Adds a page to a walk. */
export function stepOn(walk: Walk, step: Step): Walk {
  const last = walk.steps.at(-1);
  const isSame = last?.next === step.next && last.open.join() === step.open.join();
  return { ...walk, steps: [...(isSame ? walk.steps.slice(0, -1) : walk.steps), step] };
}

/**
 * Removes a step from a walk to shorten its cursor. The walk then omits more products that moved between its first
 * pages.
 */
export function forgetStep(walk: Walk): Walk {
  const [first, second, ...others] = walk.steps;
  return first && second ? { ...walk, steps: [{ ...second, next: first.next, open: first.open }, ...others] } : walk;
}

/**
 * Stores the current prices of these products. Called before their new prices are written, which take the next number.
 */
export async function keepFormerPrices(
  tx: Transaction,
  repriced: readonly { readonly id: string; readonly priceFrom: number }[],
  at: Date,
): Promise<void> {
  if (repriced.length === 0) return;
  const { formerPrices, products } = tx.tables;
  const endedIn = tx.snapshots.change(products.repricedIn);
  const rows = repriced.map(({ id, priceFrom }) => ({ productId: id, priceFrom, endedIn, endedAt: at }));
  await tx.insert(formerPrices).values(rows);
}

/**
 * Excludes products that the walk has listed, also if their price has since moved them ahead. A product stays in if its
 * price was ahead until the change. Excludes nothing after an hour, or for a price that ended long before the first
 * page, because its number may belong to the database that this one was restored from.
 */
export function notListedYet(read: Reader, { sort, began, steps }: Walk, now: Date): SQL | undefined {
  if (now.getTime() - began.getTime() > longestWalk) return undefined;
  const { formerPrices: f, products: p } = read.tables;
  const former = sql`(${f.priceFrom}, ${f.productId})`;
  const isListed = steps.map(({ price, id, ...moment }) => {
    const isReached = sort === 'price' ? sql`${former} <= (${price}, ${id})` : sql`${former} >= (${price}, ${id})`;
    return and(isReached, sql`not (${wasCommitted(f.endedIn, moment)})`);
  });
  const isOfWalk = gte(f.endedAt, new Date(began.getTime() - minute));
  return sql`${p.id} not in (select ${f.productId} from ${f} where ${and(isOfWalk, or(...isListed))})`;
}

/** Deletes the former prices that no walk still needs. */
export async function purgeFormerPrices({ db, clock }: Shop): Promise<void> {
  const { formerPrices } = db.tables;
  const before = new Date(clock.now().getTime() - 2 * longestWalk);
  await purgeRows(db, formerPrices, [formerPrices.id], lt(formerPrices.endedAt, before));
}
