import { vatPrefixIn } from '@cartwright/kernel/addresses/vat-ids';
import type { Destination } from '../places.ts';

/**
 * The beginnings of postal codes in member states that lie outside the EU's VAT territory, so that a delivery there is
 * an export. Source: Council Directive 2006/112/EC, Article 6.
 */
const outside: Readonly<Record<string, readonly string[]>> = {
  DE: ['27498', '78266'],
  EL: ['63086', '63087'],
  ES: ['35', '38', '51', '52'],
  FI: ['22'],
  FR: ['97', '98'],
  IT: ['22061', '23041'],
};

/**
 * The VAT prefix of the member state in whose VAT territory a place lies, such as `EL` for Greece. Northern Ireland
 * (postal codes from BT) is `XI`, because goods there are under the rules of the EU.
 */
export function memberStateOf({ country, postalCode }: Pick<Destination, 'country' | 'postalCode'>): string | null {
  if (country === 'GB') return postalCode?.startsWith('BT') ? 'XI' : null;
  const prefix = vatPrefixIn(country);
  if (prefix === undefined) return null;
  return outside[prefix]?.some((beginning) => postalCode?.startsWith(beginning)) ? null : prefix;
}
