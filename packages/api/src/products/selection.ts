import { type Reader, snapshotOf } from '@cartwright/db';
import {
  decodeCursor,
  encodeCursor,
  longestCursor,
  positionNumber,
  positionText,
  positionTime,
} from '@cartwright/kernel/paging';
import { and, asc, desc, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { forgetStep, notListedYet, type Step, stepOn, type Walk } from './former-prices.ts';
import type { ProductRow } from './read.ts';
import type { ProductSort } from './schema.ts';

type SortedFields = Pick<ProductRow['product'], 'id' | 'nameKey' | 'priceFrom' | 'createdAt'>;

export interface Sort {
  readonly order: SQL[];
  /** The rows after the cursor's row, if there is a cursor. */
  readonly rest: SQL | undefined;
  /** The rows after `last`, by their present values. */
  readonly after: (last: SortedFields) => SQL;
  readonly cursor: (last: { product: SortedFields }) => string;
}

type ProductsTable = Reader['tables']['products'];

/** Each order ends with the id, so that pages neither repeat nor lose a product. */
export function orderOf(p: ProductsTable, sort: ProductSort): SQL[] {
  switch (sort) {
    case 'newest':
      return [desc(p.createdAt), desc(p.id)];
    case 'name':
      return [asc(p.nameKey), asc(p.id)];
    case 'price':
      return [asc(p.priceFrom), asc(p.id)];
    case '-price':
      return [desc(p.priceFrom), desc(p.id)];
  }
}

const mostSteps = 10;

/** A step whose open numbers are stored as short differences. */
const step = z
  .tuple([positionNumber, positionNumber, z.uuid()])
  .rest(positionNumber)
  .transform(([next, price, id, ...open]): Step => ({ next, price, id, open: open.map((less) => next - less) }));

const positions = {
  newest: z.tuple([positionTime, z.uuid()]),
  name: z.tuple([positionText, z.uuid()]),
  price: z.tuple([positionTime, z.array(step).min(1).max(mostSteps)]),
};

/** The sort of the list `list`. */
export async function sortOf(
  read: Reader,
  list: string,
  sort: ProductSort,
  { now, cursor }: { readonly now: Date; readonly cursor: string | undefined },
): Promise<Sort> {
  const { products: p } = read.tables;
  const name = `${list}:${sort}`;
  const order = orderOf(p, sort);
  switch (sort) {
    case 'newest': {
      const [time, id] = cursor === undefined ? [] : decodeCursor(name, positions.newest, cursor);
      return {
        order,
        rest: time && sql`(${p.createdAt}, ${p.id}) < (${sql.param(time, p.createdAt)}, ${id})`,
        after: (last) => sql`(${p.createdAt}, ${p.id}) < (${sql.param(last.createdAt, p.createdAt)}, ${last.id})`,
        cursor: ({ product }) => encodeCursor(name, [product.createdAt.getTime(), product.id]),
      };
    }
    case 'name': {
      const [key, id] = cursor === undefined ? [] : decodeCursor(name, positions.name, cursor);
      return {
        order,
        rest: key === undefined ? undefined : sql`(${p.nameKey}, ${p.id}) > (${key}, ${id})`,
        after: (last) => sql`(${p.nameKey}, ${p.id}) > (${last.nameKey}, ${last.id})`,
        cursor: ({ product }) => encodeCursor(name, [product.nameKey, product.id]),
      };
    }
    case 'price':
    case '-price': {
      const given = cursor === undefined ? undefined : decodeCursor(name, positions.price, cursor);
      const present = await snapshotOf(read, p.repricedIn);
      const [began = now, steps = []] = given ?? [];
      const walk: Walk = { sort, began, steps };
      const step = steps.at(-1);
      const after = ({ priceFrom, id }: { priceFrom: number; id: string }) =>
        sort === 'price'
          ? sql`(${p.priceFrom}, ${p.id}) > (${priceFrom}, ${id})`
          : sql`(${p.priceFrom}, ${p.id}) < (${priceFrom}, ${id})`;
      return {
        order,
        rest: step && and(after({ priceFrom: step.price, id: step.id }), notListedYet(read, walk, now)),
        after,
        cursor: ({ product }) =>
          writeWalk(name, stepOn(walk, { ...present, price: product.priceFrom, id: product.id })),
      };
    }
  }
}

/** Serialises a walk for a short cursor. */
function writeWalk(name: string, walk: Walk): string {
  const { began, steps } = walk;
  const written = steps.map(({ next, price, id, open }) => [next, price, id, ...open.map((number) => next - number)]);
  const cursor = encodeCursor(name, [began.getTime(), written]);
  const isShort = cursor.length < longestCursor && steps.length <= mostSteps;
  return isShort || steps.length === 1 ? cursor : writeWalk(name, forgetStep(walk));
}
