import { type Reader, type Snapshot, type Transaction, wasCommitted } from '@cartwright/db';
import { and, gte, lt, or, type SQL, sql } from 'drizzle-orm';
import { purgeRows } from '../kernel/purge.ts';
import type { Shop } from '../kernel/shop.ts';

const minute = 60 * 1_000;
const longestWalk = 60 * minute;

/** How far a walk had come with a page, and what had been committed when that was read. */
export interface Step extends Snapshot {
  readonly price: number;
  readonly id: string;
}

/** The reading of a list by price page by page. `price` walks up, `-price` down. */
export interface Walk {
  readonly sort: 'price' | '-price';
  readonly began: Date;
  /** One for each page, as far as anything was committed between them. */
  readonly steps: readonly Step[];
}

/** A walk with one page more. */
export function stepOn(walk: Walk, step: Step): Walk {
  const last = walk.steps.at(-1);
  const isSame = last?.next === step.next && last.open.join() === step.open.join();
  return { ...walk, steps: [...(isSame ? walk.steps.slice(0, -1) : walk.steps), step] };
}

/** A walk with a step less, so that its cursor is shorter. What moved between its first pages is left out more often. */
export function forgetStep(walk: Walk): Walk {
  const [first, second, ...others] = walk.steps;
  return first && second ? { ...walk, steps: [{ ...second, next: first.next, open: first.open }, ...others] } : walk;
}

/** Keeps the prices that these products had until now. To be called before the new ones are written, which take the next number. */
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
 * Leaves out of the rest of a walk what it has listed, and what has moved ahead of it since: products that had another price
 * when a page was read, at a place that the walk had reached with it. A price that was ahead of the walk until it changed leaves
 * its product in, wherever the new one is. Nothing is left out of a walk that takes longer than an hour. A price that
 * ended long before the first page does not count: its number may be that of a database that this one was restored from.
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

/** Deletes the former prices that no walk needs any more. */
export async function purgeFormerPrices({ db, clock }: Shop): Promise<void> {
  const { formerPrices } = db.tables;
  const before = new Date(clock.now().getTime() - 2 * longestWalk);
  await purgeRows(db, formerPrices, [formerPrices.id], lt(formerPrices.endedAt, before));
}
