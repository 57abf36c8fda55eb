import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { z } from 'zod';

const step = 1_000_000_000;

/**
 * The exact sum of a column of integers, or of an expression, as a bigint. It is added in two halves, because SQLite
 * gives up above 2⁶³ and JavaScript counts exactly up to 2⁵³.
 */
export function exactSum(amount: SQLWrapper): SQL<bigint> {
  const half = (part: SQL) => sql`cast(coalesce(sum(${part}), 0) as text)`;
  const divisor = sql.raw(String(step));
  const halves = sql<bigint>`${half(sql`(${amount}) / ${divisor}`)} || ' ' || ${half(sql`(${amount}) % ${divisor}`)}`;
  return halves.mapWith((text: string): bigint => {
    const [high = 0n, low = 0n] = text.split(' ').map(BigInt);
    return high * BigInt(step) + low;
  });
}

/** A sum as it is answered: null beside `overflow: true` where no JSON number holds it exactly. */
export const summed = z.number().int().nullable();

export const overflow = z
  .literal(true)
  .optional()
  .describe('Present if a sum beside it is null because it exceeds 9,007,199,254,740,991');

/**
 * Sums as they are answered.
 *
 * @example
 * answerSums({ revenue: 2n ** 60n, units: 5n }); // { revenue: null, units: 5, overflow: true }
 */
export function answerSums<Name extends string>(
  sums: Readonly<Record<Name, bigint>>,
): Record<Name, number | null> & { overflow?: true } {
  const entries = Object.entries<bigint>(sums).map(([name, sum]) => [name, isExact(sum) ? Number(sum) : null] as const);
  const answer = Object.fromEntries(entries) as Record<Name, number | null>;
  return entries.some(([, sum]) => sum === null) ? { ...answer, overflow: true as const } : answer;
}

function isExact(sum: bigint): boolean {
  return sum <= BigInt(Number.MAX_SAFE_INTEGER) && sum >= BigInt(Number.MIN_SAFE_INTEGER);
}

/** Of several sums the larger first, for a sort. */
export function byLargest(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? -1 : 1;
}
