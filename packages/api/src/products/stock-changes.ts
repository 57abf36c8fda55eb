import type { Database } from '@cartwright/db';
import { gt, max } from 'drizzle-orm';

/** The number of the stock ledger's last row; 0 if it is empty. */
export async function lastLedgerId({ read }: Database): Promise<number> {
  const { stockLedger } = read.tables;
  const [last] = await read.select({ id: max(stockLedger.id) }).from(stockLedger);
  return last?.id ?? 0;
}

/** The variants with stock changes after the ledger's row `ledgerId`. */
export async function variantsChangedSince({ read }: Database, ledgerId: number): Promise<string[]> {
  const { stockLedger } = read.tables;
  const rows = await read
    .selectDistinct({ variantId: stockLedger.variantId })
    .from(stockLedger)
    .where(gt(stockLedger.id, ledgerId));
  return rows.map(({ variantId }) => variantId);
}
