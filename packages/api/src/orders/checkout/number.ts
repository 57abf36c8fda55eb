import { randomInt } from 'node:crypto';

/** Crockford's alphabet: no letter that is heard or read as another, or as a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A new order number, such as `7K3M9-QX2AB`: easy to read out, and one of 2⁵⁰, so that neither is the next one guessed
 * nor one ever made twice in practice (the database refuses it if it were).
 */
export function newOrderNumber(): string {
  const letters = Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]);
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}
