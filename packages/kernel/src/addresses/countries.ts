import { foldText } from '../fold.ts';
import { mistakenCodes, postalCodes, states } from './data.ts';

export interface State {
  /** The printed postal form, such as `CA`. */
  readonly code: string;
  readonly name: string;
  /** Other accepted spellings, such as former codes. */
  readonly others: readonly string[];
}

export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** In English. */
  readonly name: string;
  readonly postalCode: 'required' | 'optional' | 'none';
  /** Given for countries whose addresses need a state. */
  readonly states?: readonly State[];
}

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** Every country of ISO 3166-1 by code, with the requirements for its addresses. */
export const countries: ReadonlyMap<string, Country> = new Map(
  Object.entries(postalCodes)
    .flatMap(([postalCode, codes]) =>
      words(codes).map((code): [string, Country] => [
        code,
        { code, name: nameOf(code), postalCode: postalCode as Country['postalCode'], ...statesOf(code) },
      ]),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function nameOf(code: string): string {
  return (names.of(code) ?? code).replace(/ SAR China$/, '');
}

function statesOf(country: string): Pick<Country, 'states'> {
  const text = (states as Readonly<Record<string, string>>)[country];
  if (text === undefined) return {};
  return {
    states: text.split(';').map((entry) => {
      const [first = '', ...others] = entry.split('/').map((text) => text.trim());
      const [code = '', ...name] = words(first);
      return { code, name: name.join(' '), others };
    }),
  };
}

/** Finds a state of a country by its code or name, ignoring case and accents. */
export function findState({ states: known = [] }: Country, text: string): State | undefined {
  const wanted = compared(text);
  return known.find(({ code, name, others }) => [code, name, ...others].some((one) => compared(one) === wanted));
}

function compared(text: string): string {
  return foldText(text.trim().replaceAll('&', 'and'));
}

/** A sentence that tells a person how to correct an unknown country code. */
export function countryHelp(text: string): string {
  const written = text.trim().toUpperCase();
  const meant = countries.get(mistakenCodes[written] ?? written) ?? byName.get(foldText(text.trim()));
  return meant
    ? `Use ${meant.code} for ${inSentence(meant)}.`
    : 'Use a two-letter country code of ISO 3166-1, such as US.';
}

const byName = new Map([...countries.values()].map((country) => [foldText(country.name), country]));

/** The country's name with its article, such as "the United Kingdom" and "France". */
export function inSentence(country: Country): string {
  return `${article(country)}${country.name}`;
}

function article({ name }: Country): string {
  return /^(United|Netherlands|Philippines|Bahamas|Gambia|Maldives|Seychelles|Dominican|Czech Rep)|Islands$|Republic$|Territor/.test(
    name,
  )
    ? 'the '
    : '';
}
