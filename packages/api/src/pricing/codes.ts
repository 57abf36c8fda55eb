import { randomInt } from 'node:crypto';
import { z } from 'zod';

const sentence = 'Enter 3 to 40 letters from A to Z, digits, hyphens and underscores, such as SUMMER-20.';

/**
 * The code of a promotion, in upper case after NFKC, which is how codes are stored and compared.
 *
 * @example
 * code.parse(' summer-20 '); // 'SUMMER-20'
 */
export const code = z
  .string()
  .overwrite((text) => text.normalize('NFKC').trim())
  .regex(/^[A-Za-z0-9_-]{3,40}$/, sentence)
  .overwrite((text) => text.toUpperCase());

/** Capital letters and digits without I, O, 0 and 1, which people confuse. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** The longest beginning that leaves room for the random part. */
const longestPrefix = 25;

/** The beginning that codes of one bulk share. */
export const codePrefix = z
  .string()
  .overwrite((text) => text.normalize('NFKC').trim())
  .regex(
    /^[A-Za-z0-9_-]*$/,
    `Enter up to ${longestPrefix} letters from A to Z, digits, hyphens and underscores, such as WELCOME.`,
  )
  .max(longestPrefix)
  .overwrite((text) => text.toUpperCase());

/**
 * Makes an unguessable code of 60 random bits, with a `codePrefix` before it.
 *
 * @example
 * newCode('WELCOME'); // 'WELCOME-7KQM-XW3P-HT9C'
 */
export function newCode(prefix = ''): string {
  const random = Array.from({ length: 3 }, () =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join(''),
  );
  return [...(prefix === '' ? [] : [prefix]), ...random].join('-');
}
