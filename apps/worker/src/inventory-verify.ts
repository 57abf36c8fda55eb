import { repairInventory, type StockReport, verifyInventory } from '@cartwright/api';
import { exitCodes } from './exit.ts';
import { count, type OutputOptions, print } from './output.ts';
import { withProgress } from './progress.ts';
import { withShop } from './shop.ts';

/** Exits 1 if stock contradicts itself, with or without a repair. */
export async function verifyInventoryCommand({
  repair = false,
  ...output
}: OutputOptions & { repair?: boolean }): Promise<void> {
  const { before, after } = await withShop({ tables: 'migrated' }, (shop) =>
    withProgress(repair ? 'Repairing' : 'Verifying', async (progress) => {
      if (repair) return repairInventory(shop, 'cli', progress);
      const report = await verifyInventory(shop, progress);
      return { before: report, after: report };
    }),
  );
  const facts = { checked: before.checked, drifts: before.drifts, ...(repair && { left: after.drifts }) };
  print(facts, output, () => {
    const lines = [`${count(before.checked, 'variant')} checked, ${before.drifts.length} with wrong stock.`];
    if (before.drifts.length > 0) lines.push(describe(before));
    if (repair && before.drifts.length > 0) {
      lines.push(`${before.drifts.length - after.drifts.length} repaired, ${after.drifts.length} to repair by hand.`);
      if (after.drifts.length > 0) lines.push(describe(after));
    }
    return lines.join('\n');
  });
  if (after.drifts.length > 0) process.exitCode = exitCodes.failed;
}

function describe({ drifts }: StockReport): string {
  return drifts
    .map(({ variantId, sku, stock, ledger, heldByOrders, brokenRows }) =>
      [
        `  ${sku} (${variantId})`,
        `    stock:  ${stock.onHand} on hand, ${stock.reserved} reserved`,
        `    ledger: ${ledger.onHand} on hand, ${ledger.reserved} reserved`,
        `    orders: ${heldByOrders} reserved`,
        ...brokenRows.map(({ id, balance, expected }) => {
          const words = ({ onHand, reserved }: typeof balance) => `${onHand} on hand, ${reserved} reserved`;
          return `    row ${id}: ${words(balance)}; the previous row and its change add up to ${words(expected)}`;
        }),
      ].join('\n'),
    )
    .join('\n');
}
