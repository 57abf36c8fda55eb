import { type ImportReport, importFile } from '@cartwright/api';
import { failureOf } from '@cartwright/kernel/failure-of';
import { ExpectedError } from '@cartwright/process';
import { exitCodes } from './exit.ts';
import { explainIssues, readImport } from './import-file.ts';
import { count, type OutputOptions, print } from './output.ts';
import { withProgress } from './progress.ts';
import { withShop } from './shop.ts';

/** Exits 1 if the file has an issue, even if the rest of it was imported. */
export async function importProductsCommand(
  file: string,
  { write = false, skipFaulty = false, ...output }: OutputOptions & { write?: boolean; skipFaulty?: boolean },
): Promise<void> {
  const bytes = await readImport(file);
  await withShop({ tables: 'migrated' }, async (shop) => {
    const by = { actor: 'cli', action: 'admin.products.import', at: shop.clock.now() } as const;
    const onIssue = skipFaulty ? 'skip' : 'abort';
    try {
      const report = await withProgress(write ? 'Importing' : 'Checking', (progress) =>
        importFile(shop, bytes, { dryRun: !write, onIssue, by, onProgress: (_, done, total) => progress(done, total) }),
      );
      print(report, output, () => describe(report));
      if (report.issueCount > 0) process.exitCode = exitCodes.failed;
    } catch (error) {
      throw explainRefusal(error);
    }
  });
}

function describe({ dryRun, rows, products, variants, stockChanges, issues, issueCount }: ImportReport): string {
  const { created, updated, unchanged, skipped } = products;
  return [
    `${count(rows, 'row')}. Products: ${created} new, ${updated} changed, ${unchanged} unchanged, ${skipped} skipped.`,
    `Variants: ${variants.created} new, ${variants.updated} changed, ${stockChanges} with new stock.`,
    ...issues.map(({ line, column, message }) => `  line ${line}${column === null ? '' : `, ${column}`}: ${message}`),
    ...(issueCount > issues.length ? [`  and ${count(issueCount - issues.length, 'more issue')}`] : []),
    dryRun ? 'Nothing was changed. To import the file, add --write.' : 'The file was imported.',
  ].join('\n');
}

function explainRefusal(error: unknown): unknown {
  const { code, message } = failureOf(error);
  if (code === 'IMPORT_RUNNING' || code === 'IMPORT_OVERTAKEN') return new ExpectedError(message);
  return explainIssues(error);
}
