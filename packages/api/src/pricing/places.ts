import { countries, countryHelp, findState, inSentence } from '@cartwright/kernel/addresses/countries';
import type { InputIssue } from '@cartwright/kernel/failures';
import { z } from 'zod';

/** Stands for every country in a tax rate. */
export const everyCountry = '*';

/** Where an order goes, in the form in which rates, zones and conditions are compared. */
export interface Destination {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** The code of a state where the country has a list of states, otherwise the given text in upper case. */
  readonly region: string | null;
  /** Upper case, without spaces and hyphens. */
  readonly postalCode: string | null;
}

/** The destination of an address, or of the part of one that a quote has. */
export function destinationOf(address: {
  readonly country: string;
  readonly state?: string | undefined;
  readonly postalCode?: string | undefined;
}): Destination {
  const { country, state = '', postalCode = '' } = address;
  const known = countries.get(country);
  const region = (known && findState(known, state)?.code) ?? compact(state);
  return { country, region: region || null, postalCode: compactPostal(postalCode) || null };
}

const compact = (text: string): string => text.trim().toUpperCase();
const compactPostal = (text: string): string => compact(text).replaceAll(/[\s-]/g, '');

export const country = z
  .string()
  .refine((text) => countries.has(text), { error: ({ input }) => countryHelp(String(input)) })
  .describe('ISO 3166-1 alpha-2');

export const region = z
  .string()
  .overwrite(compact)
  .min(1)
  .max(100)
  .describe('The code of a state, such as CA. In a country without a list of states, the text that addresses have');

export const postalPrefix = z
  .string()
  .overwrite(compactPostal)
  .regex(/^[A-Z0-9]{1,10}$/, 'Enter the first 1 to 10 letters and digits of postal codes, such as 35.')
  .describe('The beginning of postal codes, compared without spaces and hyphens');

/** The issues of a region or of postal prefixes that no address of the country can have. */
export function placeIssues(place: {
  readonly country: string;
  readonly region?: string | null | undefined;
  readonly postalPrefix?: string | null | undefined;
}): InputIssue[] {
  const known = countries.get(place.country);
  if (!known) return [];
  const issues: InputIssue[] = [];
  const [first] = known.states ?? [];
  if (place.region && first && !known.states?.some(({ code }) => code === place.region)) {
    const meant = findState(known, place.region);
    const message = meant
      ? `Enter ${meant.code} for ${meant.name}.`
      : `Enter the code of a state in ${inSentence(known)}, such as ${first.code}.`;
    issues.push({ path: 'region', message, code: 'custom' });
  }
  if (place.postalPrefix && known.postalCode === 'none') {
    const message = `Leave this out, because addresses in ${inSentence(known)} have no postal codes.`;
    issues.push({ path: 'postalPrefix', message, code: 'custom' });
  }
  return issues;
}
