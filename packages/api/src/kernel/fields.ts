import { z } from 'zod';
import { useInputSentences } from './input-sentences.ts';

useInputSentences();

/** Neither NUL, which Postgres cannot store, nor halves of surrogate pairs, which no one can read. */
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

/** In lower case, as stored: Postgres compares ids as numbers, SQLite as texts. */
export const id = z.uuid().toLowerCase().describe('UUIDv7');

/** A hundred billion minor units: whatever a cart holds, its total stays an exact number. */
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
 * Compared without regard to case, and kept as it was written. ASCII only, so that no letter passes for another, and
 * without line breaks even at its ends, which could forge the headers of a mail.
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

/** The field `email` of an input that nobody has checked yet. */
export function emailIn(input: unknown): string | undefined {
  const email = (input as { email?: unknown } | null | undefined)?.email;
  return typeof email === 'string' ? email : undefined;
}

/** Of one variant in a cart or an order, in however many lines it is asked for. */
export const maxQuantity = 99;

export const quantity = z.number().int().min(1).max(maxQuantity);

/** How an input names something to buy. */
export const variantOrProduct = {
  choices: [
    { variantId: id },
    { productId: id.describe('The id of a product with a single variant, instead of `variantId`') },
  ],
  complaint: () => ({ path: 'variantId', message: 'Send either variantId or productId.' }),
} as const;

/** A short name for each value, such as Size: M. */
export const labels = z.record(text({ min: 1, max: 40 }), text({ min: 1, max: 200 }));

const firstYear = 1900;
const lastYear = 9_998;

/**
 * A time, or a day, as text. Every date that comes in is one of these: a day more or a time zone never takes it out of the
 * years that the databases store, which end with 9999.
 */
export const timeOrDay = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).refine((text) => {
  const time = Date.parse(text);
  return time >= Date.UTC(firstYear, 0) && time < Date.UTC(lastYear + 1, 0);
}, `Enter a date in the years ${firstYear} to ${lastYear}.`);

/** A moment, or the beginning of a day in UTC, from callers that have JSON only. */
export const time = timeOrDay.transform((value) => new Date(value));
