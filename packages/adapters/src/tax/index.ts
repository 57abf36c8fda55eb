import type { TaxProvider } from '@cartwright/kernel/ports';
import type { Settings } from '@cartwright/kernel/settings';

/** The tax service of this shop; null if the table of tax rates computes the tax. */
export async function createTaxProvider({ stripe, taxProvider }: Settings): Promise<TaxProvider | null> {
  if (taxProvider !== 'stripe' || !stripe) return null;
  const { createStripeTax } = await import('./stripe-tax.ts');
  return createStripeTax(stripe);
}
