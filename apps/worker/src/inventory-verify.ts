import { repairInventory, type StockReport, verifyInventory } from '@cartwright/api';
import { refuseUnmigrated, withShop } from './shop.ts';

/** Exits 1 where stock contradicts itself, after a repair as well as without one. */
export async function verifyInventoryCommand(options: { repair?: true }): Promise<void> {
  await withShop(async (shop) => {
    await refuseUnmigrated(shop);
    const { before, after } = options.repair
      ? await repairInventory(shop, 'cli')
      : await verifyInventory(shop).then((report) => ({ before: report, after: report }));
    console.log(`${before.checked} variants checked, ${before.drifts.length} with a contradiction.`);
    if (before.drifts.length > 0) console.log(describe(before));
    if (options.repair && before.drifts.length > 0) {
      console.log(`${before.drifts.length - after.drifts.length} repaired, ${after.drifts.length} left for a person.`);
      if (after.drifts.length > 0) console.log(describe(after));
    }
    if (after.drifts.length > 0) process.exitCode = 1;
  });
}

function describe({ drifts }: StockReport): string {
  return drifts
    .map(({ variantId, sku, stock, ledger, heldByOrders }) =>
      [
        `  ${sku} (${variantId})`,
        `    stock:  ${stock.onHand} on hand, ${stock.reserved} reserved`,
        `    ledger: ${ledger.onHand} on hand, ${ledger.reserved} reserved`,
        `    orders: hold ${heldByOrders}`,
      ].join('\n'),
    )
    .join('\n');
}
