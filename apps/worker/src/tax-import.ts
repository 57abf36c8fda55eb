import { importTaxRates, type TaxRateImport } from '@cartwright/api';
import { explainIssues, readImport } from './import-file.ts';
import { count, type OutputOptions, print } from './output.ts';
import { withShop } from './shop.ts';

export async function importTaxRatesCommand(
  file: string,
  { dryRun = false, ...output }: OutputOptions & { dryRun?: boolean },
): Promise<void> {
  const bytes = await readImport(file);
  await withShop({ tables: 'migrated' }, async (shop) => {
    const by = { actor: 'cli', action: 'admin.taxRates.import', at: shop.clock.now() } as const;
    const result = await importTaxRates(shop, bytes, { dryRun, by }).catch((error: unknown) => {
      throw explainIssues(error);
    });
    print(result, output, () => describe(result, dryRun));
  });
}

function describe({ created, changed, unchanged }: TaxRateImport, dryRun: boolean): string {
  const rates = count(created + changed + unchanged, 'tax rate');
  return [
    `${rates}: ${created} new, ${changed} changed, ${unchanged} unchanged.`,
    dryRun ? 'Nothing was changed. To import the file, leave out --dry-run.' : 'The file was imported.',
  ].join('\n');
}
