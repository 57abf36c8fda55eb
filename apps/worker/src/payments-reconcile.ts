import { type Discrepancy, discrepancies, reconcileSpan } from '@cartwright/api';
import { Failure } from '@cartwright/kernel/failures';
import { formatMoney } from '@cartwright/kernel/money';
import { ExpectedError } from '@cartwright/process';
import { exitCodes, issueLines, WrongUsage } from './exit.ts';
import { count, type OutputOptions, print, table } from './output.ts';
import { withProgress } from './progress.ts';
import { withShop } from './shop.ts';

/** Exits 1 if work remains for a person, or for a run with `--refund`. */
export async function reconcilePaymentsCommand({
  json,
  ...span
}: OutputOptions & { from: string; to?: string; refund?: true }): Promise<void> {
  const report = await withShop({ tables: 'migrated' }, (shop) =>
    withProgress('Payments checked:', (progress) => reconcileSpan(shop, span, progress)),
  ).catch((error: unknown) => {
    if (!(error instanceof Failure) || error.code !== 'VALIDATION') throw error;
    throw new WrongUsage(
      issueLines(error)
        .map((line) => `--${line}`)
        .join('\n'),
    );
  });
  if (report.providers.length === 0) {
    throw new ExpectedError('No payment provider of this shop can list payments. Set STRIPE_SECRET_KEY.');
  }
  const found = report.discrepancies;
  print(report, { ...(json && { json }) }, () => {
    const lines = [
      `${count(report.checked, 'payment')} checked, ${count(found.length, 'discrepancy', 'discrepancies')}.`,
    ];
    if (found.length > 0) lines.push(table(['PAYMENT', 'ORDER', 'AMOUNT', 'DISCREPANCY', 'OUTCOME'], found.map(rowOf)));
    if (!span.refund && found.some(({ kind }) => kind !== 'amount')) lines.push('To settle them, add --refund.');
    return lines.join('\n');
  });
  if (found.some(({ outcome }) => outcome === 'left' || outcome === 'failed')) process.exitCode = exitCodes.failed;
}

function rowOf({ reference, orderNumber, amount, recorded, currency, kind, outcome, reason }: Discrepancy): string[] {
  const other = kind === 'amount' && recorded !== null ? `, ${formatMoney(recorded, currency)}` : '';
  return [
    reference,
    orderNumber ?? '-',
    amount === 0 && kind === 'unknown' ? 'open' : formatMoney(amount, currency),
    discrepancies[kind] + other,
    reason === null ? outcome : `${outcome}: ${reason}`,
  ];
}
