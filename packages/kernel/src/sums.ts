import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { z } from 'zod';

const step = 1_000_000_000;

/**
 * The exact sum of an integer column or expression, as a bigint. Two halves are added, because SQLite fails above 2⁶³
 * and JavaScript is exact up to 2⁵³.
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

/** A sum in an answer. It is null beside `overflow: true` if no JSON number holds it exactly. */
export const summed = z.number().int().nullable();

export const overflow = z
  .literal(true)
  .optional()
  .describe('Present if a sum beside it is null because it exceeds 9,007,199,254,740,991');

/**
 * Sums in the form of an answer.
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

/** Sorts larger sums first. */
export function byLargest(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? -1 : 1;
}
