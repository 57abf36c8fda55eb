import type { VatNumbers } from '@cartwright/kernel/ports';
import type { Settings } from '@cartwright/kernel/settings';
import { createVies } from './vies.ts';

/** The register that confirms VAT numbers; null if the shop asks none. */
export function createVatNumbers({ vat }: Settings): VatNumbers | null {
  return vat ? createVies({ url: vat.viesUrl }) : null;
}
