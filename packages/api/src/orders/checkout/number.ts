import { randomInt } from 'node:crypto';

/** Crockford's alphabet, without letters that are easily confused with another letter or a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Makes a random order number, such as `7K3M9-QX2AB`. With 2⁵⁰ numbers, none can be guessed and a duplicate is
 * practically impossible. The database would refuse one.
 */
export function newOrderNumber(): string {
  const letters = Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]);
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}
