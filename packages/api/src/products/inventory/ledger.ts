import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { cutPage, decodeCursor, encodeCursor } from '@cartwright/kernel/paging';
import { and, desc, eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { LedgerEntry, LedgerInput } from './schema.ts';

const position = z.tuple([z.number().int()]);

/**
 * Every change of a variant's stock, newest first, with its reason and the balances after it.
 *
 * @throws NOT_FOUND
 */
export async function listLedger(
  ctx: UserContext,
  { id, limit, cursor }: LedgerInput,
): Promise<{ items: LedgerEntry[]; nextCursor: string | null }> {
  const { read } = ctx.shop.db;
  const { stockLedger, variants } = read.tables;
  const list = `ledger:${id}`;
  const before = cursor === undefined ? undefined : decodeCursor(list, position, cursor)[0];
  const [variant] = await read.select({ id: variants.id }).from(variants).where(eq(variants.id, id));
  if (!variant) throw kernelFailures.NOT_FOUND({});

  const rows = await read
    .select()
    .from(stockLedger)
    .where(and(eq(stockLedger.variantId, id), before === undefined ? undefined : lt(stockLedger.id, before)))
    .orderBy(desc(stockLedger.id))
    .limit(limit + 1);
  return cutPage(
    rows,
    limit,
    ({ variantId: _, ...entry }) => entry,
    (last) => encodeCursor(list, [last.id]),
  );
}
