import type { Database } from '@cartwright/db';
import { LRUCache } from 'lru-cache';
import { type countOrders, sumLines } from './queries.ts';
import type { Slots } from './slots.ts';

/** The sales of one product. */
export interface Sale {
  readonly productId: string;
  readonly units: bigint;
  readonly revenue: bigint;
}

interface Kept {
  readonly state: string;
  readonly sales: readonly Sale[];
}

/** The sales of past slots, some 20 MB at most. */
const memory = new WeakMap<Database, LRUCache<string, Kept>>();
const mostSales = 200_000;

/**
 * The sales in a span by product. An order's lines and units only decrease together, and its status only moves forward,
 * so that a slot with equal counts by status still holds the same orders. Their lines are summed once, because that
 * takes longer than all other stats together.
 *
 * @param placed the orders, counted before their lines are read
 */
export async function readSales(
  db: Database,
  slots: Slots,
  placed: Awaited<ReturnType<typeof countOrders>>,
): Promise<Sale[]> {
  const kept = memoryOf(db);
  const sales = new Map<string, { productId: string; units: bigint; revenue: bigint }>();
  const add = ({ productId, units, revenue }: Sale) => {
    const sum = sales.get(productId);
    if (!sum) return void sales.set(productId, { productId, units, revenue });
    sum.units += units;
    sum.revenue += revenue;
  };

  const states = statesOf(placed);
  const changed: number[] = [];
  for (const [slot, state] of states) {
    const known = kept.get(keyOf(slots, slot));
    if (known?.state === state) known.sales.forEach(add);
    else changed.push(slot);
  }
  const [first, last] = [Math.min(...changed), Math.max(...changed)];
  if (changed.length === 0) return [...sales.values()];

  const range = { from: slots.partOf(first).from, to: slots.partOf(last).to };
  const fresh = new Map(changed.map((slot): [number, Sale[]] => [slot, []]));
  for (const { slot, ...sale } of await sumLines(db.read, range, slots)) fresh.get(slot)?.push(sale);
  for (const [slot, sold] of fresh) {
    sold.forEach(add);
    kept.set(keyOf(slots, slot), { state: states.get(slot) ?? '', sales: sold });
  }
  return [...sales.values()];
}

function memoryOf(db: Database): LRUCache<string, Kept> {
  const known =
    memory.get(db) ??
    new LRUCache<string, Kept>({ maxSize: mostSales, sizeCalculation: ({ sales }) => sales.length + 1 });
  memory.set(db, known);
  return known;
}

function keyOf(slots: Slots, slot: number): string {
  const { from, to } = slots.partOf(slot);
  return `${from.getTime()}-${to.getTime()}`;
}

/** The number of orders of each status in each slot, with their totals. */
function statesOf(placed: Awaited<ReturnType<typeof countOrders>>): Map<number, string> {
  const parts = new Map<number, string[]>();
  for (const { slot, status, orders, units, revenue } of placed) {
    const mine = parts.get(slot) ?? [];
    mine.push(`${status} ${orders} ${units} ${revenue}`);
    parts.set(slot, mine);
  }
  return new Map([...parts].map(([slot, mine]) => [slot, mine.sort().join()]));
}
