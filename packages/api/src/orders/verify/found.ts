import type { Reader } from '@cartwright/db';
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { OrderDrift } from './schema.ts';

/** Orders with ids from one to another, both included. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Finds at most `mostOrderDrifts` contradictions in the orders of a span. */
export type FindDrifts = (read: Reader, span: Span) => Promise<OrderDrift[]>;

/** A sum or a product, wide enough for rows that were tampered with. A missing one is 0. */
export function total(value: SQLWrapper): SQL<number> {
  return sql<number>`coalesce(${value}, 0)`.mapWith(Number);
}

/** The bigint of an integer column, because a sum of tampered quantities can pass what an integer holds. */
export function wide(column: SQLWrapper): SQL<number> {
  return sql<number>`cast(${column} as bigint)`.mapWith(Number);
}
