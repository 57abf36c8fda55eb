import { z } from 'zod';

/** Text without NUL, which Postgres cannot store, and without halves of surrogate pairs, which no one can read. */
export function text(options: { min?: number; max: number }) {
  const { min = 0, max } = options;
  return z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), 'holds characters that cannot be stored');
}

export const id = z.uuid().describe('UUIDv7');

/** A hundred billion minor units: whatever a cart holds, its total stays an exact number. */
export const maxAmount = 100_000_000_000;

export const minorUnits = z.number().int().min(0).max(maxAmount).describe("In minor units of the store's currency, such as cents");

export const currency = z.string().length(3).describe('ISO 4217');

/** `Date` in TypeScript, ISO 8601 in UTC on REST. */
export const timestamp = z.date();

/** Compared without regard to case, and kept as it was written. */
export const emailAddress = z.string().trim().max(254).pipe(z.email()).describe('An e-mail address');

/** The form in which addresses are compared. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

export const quantity = z.number().int().min(1).max(99);

/** A short name for each value, such as Size: M. */
export const labels = z.record(text({ min: 1, max: 40 }), text({ min: 1, max: 200 }));
