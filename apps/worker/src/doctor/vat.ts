import type { Shop } from '@cartwright/kernel/shop';
import type { Finding } from './finding.ts';

const check = 'VAT register';

/** A number that the register answers about without confirming it. */
const unknownNumber = 'DE000000000';

/** Checks whether the register of VAT numbers answers, if the shop asks one. */
export async function checkVatRegister({ vatNumbers, settings }: Shop): Promise<Finding[]> {
  if (!vatNumbers || !settings.vat) return [];
  const answer = await vatNumbers.check(unknownNumber);
  const { viesUrl } = settings.vat;
  if (answer.status !== 'unavailable') return [{ check, status: 'ok', says: `${viesUrl} answers` }];
  const advice = 'Check VIES_URL and that no firewall blocks it. Until it answers, businesses are charged tax.';
  return [{ check, status: 'warning', says: `${viesUrl}: ${answer.reason}`, advice }];
}
