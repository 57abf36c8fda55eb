import type { InputIssue } from '../failures.ts';
import { countries, inSentence } from './countries.ts';

interface Form {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** What follows the prefix. */
  readonly pattern: RegExp;
  readonly example: string;
}

const form = (country: string, pattern: RegExp, example: string): Form => ({ country, pattern, example });

/**
 * The numbers of the member states of the EU and of Northern Ireland, by prefix. Greece uses EL.
 * Source: https://ec.europa.eu/taxation_customs/vies/#/faq, "structure of a VAT identification number", November 2026.
 */
const forms: ReadonlyMap<string, Form> = new Map([
  ['AT', form('AT', /^U\d{8}$/, 'ATU12345678')],
  ['BE', form('BE', /^[01]\d{9}$/, 'BE0123456789')],
  ['BG', form('BG', /^\d{9,10}$/, 'BG123456789')],
  ['CY', form('CY', /^\d{8}[A-Z]$/, 'CY12345678L')],
  ['CZ', form('CZ', /^\d{8,10}$/, 'CZ12345678')],
  ['DE', form('DE', /^\d{9}$/, 'DE123456789')],
  ['DK', form('DK', /^\d{8}$/, 'DK12345678')],
  ['EE', form('EE', /^\d{9}$/, 'EE123456789')],
  ['EL', form('GR', /^\d{9}$/, 'EL123456789')],
  ['ES', form('ES', /^([A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/, 'ESX1234567X')],
  ['FI', form('FI', /^\d{8}$/, 'FI12345678')],
  ['FR', form('FR', /^[A-HJ-NP-Z0-9]{2}\d{9}$/, 'FR12345678901')],
  ['HR', form('HR', /^\d{11}$/, 'HR12345678901')],
  ['HU', form('HU', /^\d{8}$/, 'HU12345678')],
  ['IE', form('IE', /^(\d[A-Z0-9+*]\d{5}[A-Z]|\d{7}[A-W][A-I])$/, 'IE1234567WA')],
  ['IT', form('IT', /^\d{11}$/, 'IT12345678901')],
  ['LT', form('LT', /^(\d{9}|\d{12})$/, 'LT123456789')],
  ['LU', form('LU', /^\d{8}$/, 'LU12345678')],
  ['LV', form('LV', /^\d{11}$/, 'LV12345678901')],
  ['MT', form('MT', /^\d{8}$/, 'MT12345678')],
  ['NL', form('NL', /^[A-Z0-9+*]{9}B\d{2}$/, 'NL123456789B01')],
  ['PL', form('PL', /^\d{10}$/, 'PL1234567890')],
  ['PT', form('PT', /^\d{9}$/, 'PT123456789')],
  ['RO', form('RO', /^\d{2,10}$/, 'RO1234567890')],
  ['SE', form('SE', /^\d{12}$/, 'SE123456789012')],
  ['SI', form('SI', /^\d{8}$/, 'SI12345678')],
  ['SK', form('SK', /^\d{10}$/, 'SK1234567890')],
  ['XI', form('GB', /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, 'XI123456789')],
]);

const prefixes = new Map([...forms].map(([prefix, { country }]) => [country, prefix]));

/** The form in which VAT numbers are stored and compared: upper case, without separators, EL instead of GR. */
export function compactVatId(text: string): string {
  const compact = text.toUpperCase().replaceAll(/[\s./-]/g, '');
  return compact.startsWith('GR') ? `EL${compact.slice(2)}` : compact;
}

/** The prefix of a VAT number of the EU, such as `EL`. Undefined for every other number. */
export function vatPrefixOf(vatId: string): string | undefined {
  const prefix = vatId.slice(0, 2);
  return forms.has(prefix) ? prefix : undefined;
}

/** The prefix that the VAT numbers of a member state begin with. Undefined for every other country. */
export function vatPrefixIn(country: string): string | undefined {
  return country === 'GB' ? undefined : prefixes.get(country);
}

/**
 * The issue of a VAT number in an address of the EU or the United Kingdom. In the EU a number needs its prefix. Addresses
 * elsewhere have numbers of other systems, which may begin with the same letters, so they are not checked.
 *
 * @param vatId as `compactVatId` returns it; empty for none
 */
export function vatIdIssue(vatId: string, country: string): InputIssue | undefined {
  if (vatId === '' || !prefixes.has(country)) return undefined;
  const given = forms.get(vatId.slice(0, 2));
  const issue = (message: string): InputIssue => ({ path: 'vatId', message, code: 'custom' });
  if (given) {
    if (given.pattern.test(vatId.slice(2))) return undefined;
    const name = given.country === 'GB' ? 'Northern Ireland' : nameOf(given.country);
    return issue(`Check the number. VAT numbers of ${name} look like ${given.example}.`);
  }
  const expected = forms.get(vatPrefixIn(country) ?? '');
  return expected && issue(`Enter the VAT number with the prefix of its country, such as ${expected.example}.`);
}

function nameOf(code: string): string {
  const country = countries.get(code);
  return country ? inSentence(country) : code;
}
