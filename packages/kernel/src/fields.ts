import { z } from 'zod';
import { useInputSentences } from './input-sentences.ts';
import { singleLine } from './single-line.ts';

useInputSentences();

/** Refuses NUL, which Postgres cannot store, and lone surrogates, which are unreadable. */
export const isStorable = (value: string): boolean => !value.includes('\0') && value.isWellFormed();

/** Text that every database can store and compare. */
export function text(options: { min?: number; max: number }) {
  const { min = 0, max } = options;
  return z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine(isStorable, 'Remove the characters that cannot be stored, such as NUL.');
}

/**
 * The name of a customer group in the form in which names are compared: NFKC, lower case, on one line.
 *
 * @example
 * customerGroup.parse(' Wholesale  Berlin'); // 'wholesale berlin'
 */
export const customerGroup = z
  .string()
  .overwrite((name) => singleLine(name.normalize('NFKC')).toLowerCase())
  .min(1)
  .max(40)
  .refine(isStorable, 'Remove the characters that cannot be stored.')
  .describe('The name of a customer group, such as `wholesale`, compared without case');

/** The groups that one customer is in at most. */
export const mostGroups = 20;

/** An id in lower case, as stored, because Postgres compares ids as numbers and SQLite as texts. */
export const id = z.uuid().toLowerCase().describe('UUIDv7');

/** A hundred billion minor units. Any cart's total stays an exact number. */
export const maxAmount = 100_000_000_000;

export const minorUnits = z
  .number()
  .int()
  .min(0)
  .max(maxAmount)
  .describe("In minor units of the store's currency, such as cents");

export const currency = z.string().length(3).describe('ISO 4217');

/** `Date` in TypeScript, ISO 8601 in UTC on REST. */
export const timestamp = z.date();

/**
 * An e-mail address, compared without case and stored as written. Only ASCII, so that no letter looks like another, and
 * no line breaks, which could forge e-mail headers.
 */
export const emailAddress = z
  .string()
  .refine((text) => !/\p{Cc}/u.test(text), 'Remove line breaks and other control characters.')
  .trim()
  .max(254)
  .pipe(z.email())
  .meta({ description: 'An e-mail address', format: 'email' });

/** The form in which addresses are compared. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

/** The field `email` of an unchecked input. */
export function emailIn(input: unknown): string | undefined {
  const email = (input as { email?: unknown } | null | undefined)?.email;
  return typeof email === 'string' ? email : undefined;
}

/** Maximum quantity of one variant in a cart or an order, over all its lines. */
export const maxQuantity = 99;

export const quantity = z.number().int().min(1).max(maxQuantity);

/** The two ways in which an input names a purchasable item. */
export const variantOrProduct = {
  choices: [
    { variantId: id },
    { productId: id.describe('The id of a product with a single variant, instead of `variantId`') },
  ],
  complaint: () => ({ path: 'variantId', message: 'Send either variantId or productId.' }),
} as const;

/** Option or attribute values by name, such as Size: M. */
export const labels = z.record(text({ min: 1, max: 40 }), text({ min: 1, max: 200 }));

const firstYear = 1900;
const lastYear = 9_998;

/**
 * A time or a day as text. Every date in an input is checked here, so that adding a day or a time zone stays within the
 * year 9999, the last that the databases store.
 */
export const timeOrDay = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).refine((text) => {
  const time = Date.parse(text);
  return time >= Date.UTC(firstYear, 0) && time < Date.UTC(lastYear + 1, 0);
}, `Enter a date in the years ${firstYear} to ${lastYear}.`);

/** A time, or the beginning of a day in UTC, for callers that have only JSON. */
export const time = timeOrDay.transform((value) => new Date(value));
