import type { Reader } from '@cartwright/db';
import { asc, between, or, sql } from 'drizzle-orm';
import { mostBrokenRows, type StockDrift } from './schema.ts';

type BrokenRow = StockDrift['brokenRows'][number];

/** Maximum rows of one read. */
const mostRows = 1_000;

/**
 * Ledger rows with a balance that differs from the previous balance plus their change, for the variants with ids from
 * `from` to `to`. The balance before a variant's first row is 0.
 */
export async function findBrokenRows(
  read: Reader,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Map<string, BrokenRow[]>> {
  const { stockLedger: l } = read.tables;
  const before = (balance: typeof l.onHandAfter) =>
    sql<number>`lag(${balance}, 1, 0) over (partition by ${l.variantId} order by ${l.id})`;
  // The sum of a tampered row can exceed an integer.
  const wide = (value: typeof l.onHandAfter) => sql<number>`cast(${value} as bigint)`;
  const chain = read
    .select({
      id: l.id,
      variantId: l.variantId,
      onHandAfter: l.onHandAfter,
      reservedAfter: l.reservedAfter,
      onHandDue: sql<number | string>`${before(l.onHandAfter)} + ${wide(l.onHandChange)}`.as('on_hand_due'),
      reservedDue: sql<number | string>`${before(l.reservedAfter)} + ${wide(l.reservedChange)}`.as('reserved_due'),
    })
    .from(l)
    .where(between(l.variantId, from, to))
    .as('chain');
  const rows = await read
    .select()
    .from(chain)
    .where(or(sql`${chain.onHandAfter} <> ${chain.onHandDue}`, sql`${chain.reservedAfter} <> ${chain.reservedDue}`))
    .orderBy(asc(chain.id))
    .limit(mostRows);
  const broken = new Map<string, BrokenRow[]>();
  for (const { id, variantId, ...row } of rows) {
    const ofVariant = broken.get(variantId) ?? [];
    broken.set(variantId, ofVariant);
    if (ofVariant.length === mostBrokenRows) continue;
    ofVariant.push({
      id,
      balance: { onHand: row.onHandAfter, reserved: row.reservedAfter },
      expected: { onHand: Number(row.onHandDue), reserved: Number(row.reservedDue) },
    });
  }
  return broken;
}
