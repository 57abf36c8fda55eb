import type { Reader, Transaction } from '@cartwright/db';
import type { Actor } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, between, eq, gt, inArray, max, ne, or, type SQL, sql, sum } from 'drizzle-orm';
import { variantTarget } from '../audit.ts';
import { followStock } from '../search/reindex-products.ts';
import { changeStock, enterStock } from '../stock.ts';
import type { StockReason } from '../stock-reasons.ts';
import { findBrokenRows } from './broken-rows.ts';
import { mostDrifts, type StockDrift, type StockReport } from './schema.ts';

/** Orders that reserve what they have not shipped or cancelled. */
const holdingStatuses = ['pending', 'confirmed', 'processing'] as const;

/** Variants compared in one statement. */
const batch = 1_000;

/** Variants from one id to another, both included. */
interface Span {
  readonly from: string;
  readonly to: string;
}

/** Receives the number of checked variants, and their total. */
type OnProgress = (done: number, total: number) => void;

/**
 * Follows every variant's ledger, and compares its last balance with the stock, and reserved stock with orders. One
 * statement compares a variant, so that a concurrent order is seen whole or not at all. Another may follow the ledger,
 * because its rows never change.
 */
export async function verifyInventory(
  { db }: Pick<Shop, 'db'>,
  onProgress: OnProgress = () => {},
): Promise<StockReport> {
  const { variants } = db.tables;
  const total = await db.read.$count(variants);
  const drifts: StockDrift[] = [];
  let checked = 0;
  for (let last: string | undefined; ; ) {
    const ids = await db.read
      .select({ id: variants.id })
      .from(variants)
      .where(last === undefined ? undefined : gt(variants.id, last))
      .orderBy(asc(variants.id))
      .limit(batch);
    const [from, to] = [ids[0]?.id, ids.at(-1)?.id];
    if (from === undefined || to === undefined) break;
    drifts.push(...(await findDrifts(db.read, { from, to })).slice(0, mostDrifts - drifts.length));
    checked += ids.length;
    onProgress(checked, Math.max(total, checked));
    last = to;
  }
  return { checked, drifts };
}

/** The drifts of the variants with ids from `from` to `to`. */
async function findDrifts(read: Reader, { from, to }: Span): Promise<StockDrift[]> {
  const { variants, stockLedger, orders, orderLines } = read.tables;
  const broken = await findBrokenRows(read, { from, to });
  const newest = read
    .select({ id: max(stockLedger.id).as('newest_id') })
    .from(stockLedger)
    .where(between(stockLedger.variantId, from, to))
    .groupBy(stockLedger.variantId)
    .as('newest');
  const ledger = read
    .select({
      variantId: stockLedger.variantId,
      onHand: sql`${stockLedger.onHandAfter}`.as('ledger_on_hand'),
      reserved: sql`${stockLedger.reservedAfter}`.as('ledger_reserved'),
    })
    .from(stockLedger)
    .innerJoin(newest, eq(newest.id, stockLedger.id))
    .as('ledger');
  const held = read
    .select({
      variantId: orderLines.variantId,
      pieces: sum(sql`${orderLines.quantity} - ${orderLines.cancelledQuantity} - ${orderLines.shippedQuantity}`).as(
        'reserved_quantity',
      ),
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(inArray(orders.status, [...holdingStatuses]), between(orderLines.variantId, from, to)))
    .groupBy(orderLines.variantId)
    .as('held');
  const number = (value: SQL | SQL.Aliased) => sql<number>`coalesce(${value}, 0)`.mapWith(Number);
  const facts = {
    ledgerOnHand: number(ledger.onHand),
    ledgerReserved: number(ledger.reserved),
    held: number(held.pieces),
  };
  const rows = await read
    .select({ id: variants.id, sku: variants.sku, onHand: variants.onHand, reserved: variants.reserved, ...facts })
    .from(variants)
    .leftJoin(ledger, eq(ledger.variantId, variants.id))
    .leftJoin(held, eq(held.variantId, variants.id))
    .where(
      and(
        between(variants.id, from, to),
        or(
          inArray(variants.id, [...broken.keys()]),
          ne(variants.onHand, facts.ledgerOnHand),
          ne(variants.reserved, facts.ledgerReserved),
          ne(variants.reserved, facts.held),
        ),
      ),
    )
    .orderBy(variants.id)
    .limit(mostDrifts);
  return rows.map(({ id, sku, onHand, reserved, ledgerOnHand, ledgerReserved, held: pieces }) => ({
    variantId: id,
    sku,
    stock: { onHand, reserved },
    ledger: { onHand: ledgerOnHand, reserved: ledgerReserved },
    heldByOrders: pieces,
    brokenRows: broken.get(id) ?? [],
  }));
}

/**
 * Verifies the stock and writes the missing rows: a ledger row if the ledger does not end with the stock, and a change
 * with its row if reserved stock differs from the orders. Then updates the stock filters of all variants.
 *
 * @returns the drifts before, and those that remain. Two remain for a person: orders that reserve more than there is on
 * hand, and a ledger row that does not follow from the previous one, because rows are never edited
 */
export async function repairInventory(
  shop: Pick<Shop, 'db' | 'clock'>,
  actor: Actor,
  onProgress?: OnProgress,
): Promise<{ before: StockReport; after: StockReport }> {
  const before = await verifyInventory(shop, onProgress);
  for (const { variantId } of before.drifts) {
    await shop.db.transact((tx) => repairVariant(tx, variantId, { reason: 'corrected', actor, at: shop.clock.now() }));
  }
  await tellSearch(shop.db);
  return { before, after: await verifyInventory(shop) };
}

/** Updates search, because stock filters learn only from `changeStock`. */
async function tellSearch({ read, transact }: Shop['db']): Promise<void> {
  const { variants } = read.tables;
  for (let last: string | undefined; ; ) {
    const rows = await read
      .select({ id: variants.id })
      .from(variants)
      .where(last === undefined ? undefined : gt(variants.id, last))
      .orderBy(asc(variants.id))
      .limit(batch);
    last = rows.at(-1)?.id;
    if (last === undefined) return;
    await transact((tx) =>
      followStock(
        tx,
        rows.map(({ id }) => id),
      ),
    );
  }
}

async function repairVariant(
  tx: Transaction,
  variantId: string,
  facts: { reason: StockReason; actor: Actor; at: Date },
): Promise<void> {
  const { variants } = tx.tables;
  // The lock keeps orders away from the row until the commit, and shows their earlier changes.
  await tx.lock(variants, eq(variants.id, variantId), { id: variants.id });
  const [drift] = await findDrifts(tx, { from: variantId, to: variantId });
  if (!drift) return;

  const { stock, ledger, heldByOrders } = drift;
  const onHandChange = stock.onHand - ledger.onHand;
  const reservedChange = stock.reserved - ledger.reserved;
  if (onHandChange !== 0 || reservedChange !== 0) {
    const missing = { variantId, onHand: onHandChange, reserved: reservedChange };
    await enterStock(tx, [{ ...missing, onHandAfter: stock.onHand, reservedAfter: stock.reserved }], facts);
  }
  const reserved = Math.min(heldByOrders, stock.onHand) - stock.reserved;
  if (reserved !== 0) await changeStock(tx, [{ variantId, reserved }], facts);

  const repaired = { onHand: stock.onHand, reserved: stock.reserved + reserved };
  const change = {
    target: variantTarget({ id: variantId, sku: drift.sku }),
    before: { stock, ledger },
    after: { stock: repaired, ledger: repaired },
  };
  if (onHandChange !== 0 || reservedChange !== 0 || reserved !== 0) {
    recordAudit(tx, { ...facts, action: 'inventory verify --repair' }, change);
  }
}
