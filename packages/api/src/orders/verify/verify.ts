import { verifyBalances } from '@cartwright/kernel/balances/verify';
import type { Shop } from '@cartwright/kernel/shop';
import { asc, gt } from 'drizzle-orm';
import { findWrongAmounts, findWrongUnits } from './amounts.ts';
import type { FindDrifts } from './found.ts';
import { findLostLines, findWrongLines, findWrongShipments } from './lines.ts';
import { findWrongPayments } from './payments.ts';
import { findOverRefundedLines, findWrongRefunds } from './refunds.ts';
import { findOverReturnedLines, findWrongReceipts } from './returns.ts';
import { findNegativeRevisions, findWrongRevisions } from './revisions.ts';
import { mostOrderDrifts, type OrderDrift, type OrderReport } from './schema.ts';

const searches: readonly FindDrifts[] = [
  findWrongAmounts,
  findWrongUnits,
  findWrongRevisions,
  findNegativeRevisions,
  findWrongLines,
  findLostLines,
  findWrongShipments,
  findWrongPayments,
  findWrongRefunds,
  findOverRefundedLines,
  findWrongReceipts,
  findOverReturnedLines,
];

/** Orders compared in one statement. */
const batch = 1_000;

/**
 * Proves all orders by their rows: the amounts by lines and adjustments, payments by refunds, refunds by their lines
 * and attempts, and the balances of promotions by their ledger. Reads the rows of every revision, and changes nothing.
 * One statement makes each comparison, so that it sees a concurrent change whole or not at all.
 *
 * @param onProgress receives the number of checked orders, and their total
 */
export async function verifyOrders(
  shop: Pick<Shop, 'db'>,
  onProgress?: (done: number, total: number) => void,
): Promise<OrderReport> {
  const { read, tables } = shop.db;
  const { orders } = tables;
  const total = onProgress ? await read.$count(orders) : 0;
  const drifts: OrderDrift[] = [];
  let checked = 0;
  for (let last: string | undefined; ; ) {
    const ids = await read
      .select({ id: orders.id })
      .from(orders)
      .where(last === undefined ? undefined : gt(orders.id, last))
      .orderBy(asc(orders.id))
      .limit(batch);
    const [from, to] = [ids[0]?.id, ids.at(-1)?.id];
    if (from === undefined || to === undefined) break;
    const found: OrderDrift[] = [];
    for (const search of searches) found.push(...(await search(read, { from, to })));
    found.sort((a, b) => (a.orderId === b.orderId ? 0 : a.orderId < b.orderId ? -1 : 1));
    drifts.push(...found.slice(0, mostOrderDrifts - drifts.length));
    checked += ids.length;
    onProgress?.(checked, Math.max(total, checked));
    last = to;
  }
  return { checked, drifts, balances: await verifyBalances(shop) };
}
