import { z } from 'zod';
import { kernelFailures } from './failures.ts';
import { isStorable } from './fields.ts';

export const longestCursor = 1_000;
const longestPage = 100;

export const pageInput = {
  limit: z.number().int().min(1).max(longestPage).default(20).describe('The largest number of items in the answer'),
  cursor: z.string().max(longestCursor).optional().describe('The `nextCursor` of the page before'),
};

/** `{ items, nextCursor }`, where `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item).max(longestPage),
    nextCursor: z.string().nullable().describe('The `cursor` of the next page, or null on the last page'),
  });
}

/**
 * A cursor with its list's name and the sort values of the last item. It is opaque but not secret, because it holds
 * only values that the page showed.
 */
export function encodeCursor(list: string, position: readonly Position[]): string {
  return Buffer.from(JSON.stringify([list, ...position])).toString('base64url');
}

type Position = string | number | readonly Position[];

/** The valid values of a position, so that a forged cursor gives the database nothing that it cannot compare. */
export const positionTime = z
  .number()
  .int()
  .min(0)
  .max(Date.UTC(9999, 0))
  .transform((time) => new Date(time));
/** Quantities or points, which the databases count in 32 bits. */
export const positionCount = z.int32().min(0);
export const positionNumber = z.int().min(0);
export const positionText = z.string().refine(isStorable);

/**
 * Reads a cursor.
 *
 * @throws VALIDATION the cursor is broken, or comes from another list or sort
 */
export function decodeCursor<Position extends z.ZodTuple>(
  list: string,
  position: Position,
  cursor: string,
): z.output<Position> {
  const parsed = z
    .tuple([z.literal(list)])
    .rest(z.unknown())
    .safeParse(parseJson(cursor));
  const values = parsed.success ? position.safeParse(parsed.data.slice(1)) : parsed;
  if (!values.success) {
    const message = 'Send a `nextCursor` of this list with the same filters and sort, or leave this out.';
    throw kernelFailures.VALIDATION({ issues: [{ path: 'cursor', message, code: 'invalid_cursor' }] });
  }
  return values.data;
}

function parseJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Cuts `rows` to a page. `rows` holds up to `limit` + 1 rows. */
export function cutPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  toCursor: (last: Row) => string,
): { items: Item[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(toItem), nextCursor: rows.length > limit && last ? toCursor(last) : null };
}
