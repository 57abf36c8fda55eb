import type { Reader } from '@cartwright/db';
import { spanOf } from '@cartwright/kernel/days';
import { cutPage, decodeCursor, encodeCursor } from '@cartwright/kernel/paging';
import type { Shop } from '@cartwright/kernel/shop';
import { and, desc, eq, gte, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { FoundLedgerEntry, SearchLedgerInput } from './schema.ts';

const list = 'ledger';
const position = z.tuple([z.number().int()]);

/** Changes of all stock that pass the filters, newest first, with their reasons and the balances after them. */
export async function searchLedger(
  { db: { read }, settings }: Pick<Shop, 'db' | 'settings'>,
  { limit, cursor, ...filters }: SearchLedgerInput,
): Promise<{ items: FoundLedgerEntry[]; nextCursor: string | null }> {
  const { stockLedger: l, variants } = read.tables;
  const before = cursor === undefined ? undefined : decodeCursor(list, position, cursor)[0];
  const { variant, sku, reason, actor, reference, order } = filters;
  const { from, to } = spanOf(filters, settings.timeZone);
  const rows = await selectLedger(read)
    .where(
      and(
        before === undefined ? undefined : lt(l.id, before),
        variant === undefined ? undefined : eq(l.variantId, variant),
        sku === undefined ? undefined : eq(variants.sku, sku),
        reason === undefined ? undefined : eq(l.reason, reason),
        actor === undefined ? undefined : eq(l.actor, actor),
        reference === undefined ? undefined : eq(l.reference, reference),
        order === undefined ? undefined : eq(l.orderId, order),
        from && gte(l.createdAt, from),
        to && lt(l.createdAt, to),
      ),
    )
    .orderBy(desc(l.id))
    .limit(limit + 1);
  return cutPage(
    rows,
    limit,
    (row) => row,
    (last) => encodeCursor(list, [last.id]),
  );
}

/** The newest stock changes of an order, the oldest first. */
export function ledgerOfOrder(read: Reader, orderId: string, limit: number): Promise<FoundLedgerEntry[]> {
  const { stockLedger } = read.tables;
  return selectLedger(read)
    .where(eq(stockLedger.orderId, orderId))
    .orderBy(desc(stockLedger.id))
    .limit(limit)
    .then((rows) => rows.reverse());
}

function selectLedger(read: Reader) {
  const { stockLedger: l, variants } = read.tables;
  return read
    .select({
      id: l.id,
      variantId: l.variantId,
      productId: variants.productId,
      sku: variants.sku,
      reason: l.reason,
      onHandChange: l.onHandChange,
      reservedChange: l.reservedChange,
      onHandAfter: l.onHandAfter,
      reservedAfter: l.reservedAfter,
      actor: l.actor,
      orderId: l.orderId,
      reference: l.reference,
      createdAt: l.createdAt,
    })
    .from(l)
    .innerJoin(variants, eq(variants.id, l.variantId));
}
