import { type OrderReport, orderChecks, verifyOrders } from '@cartwright/api';
import { exitCodes } from './exit.ts';
import { count, type OutputOptions, print } from './output.ts';
import { withProgress } from './progress.ts';
import { withShop } from './shop.ts';

/** Exits 1 if an order or a balance contradicts its rows. */
export async function verifyOrdersCommand(output: OutputOptions): Promise<void> {
  const report = await withShop({ tables: 'migrated' }, (shop) =>
    withProgress('Verifying', (progress) => verifyOrders(shop, progress)),
  );
  const contradictions = report.drifts.length + report.balances.drifts.length;
  print(report, output, () => {
    const checked = `${count(report.checked, 'order')} and ${count(report.balances.checked, 'balance')} checked`;
    return [`${checked}, ${count(contradictions, 'contradiction')}.`, ...describe(report)].join('\n');
  });
  if (contradictions > 0) process.exitCode = exitCodes.failed;
}

function describe({ drifts, balances }: OrderReport): string[] {
  const ofOrders = drifts.flatMap(({ orderId, number, check, part, value, expected }, index) => {
    const { is, compares } = orderChecks[check];
    const name = part === null ? check : `${check} (${part})`;
    const bound = is === 'equal' ? expected : `${is} ${expected}`;
    const words = `    ${name}: ${value}, expected ${bound}. Compares ${compares}.`;
    return drifts[index - 1]?.orderId === orderId ? words : [`  ${number} (${orderId})`, words];
  });
  const ofBalances = balances.drifts.map(({ id, value, ledger, brokenRows }) => {
    const rows = brokenRows.length === 0 ? '' : `; rows that do not follow: ${brokenRows.join(', ')}`;
    return `  balance ${id}: ${value}, ledger ${ledger}${rows}`;
  });
  return [...ofOrders, ...ofBalances];
}
