import { describe, expect, test } from 'vitest';
import { countries, countryHelp, findState } from './countries.ts';
import { mistakenCodes } from './data.ts';
import { addressInput } from './schema.ts';

const place = { fullName: 'Ada', line1: '1 Main Street', city: 'Somewhere' };
/** The refused fields of an address, with the message for each. */
function refused(address: object): Record<string, string> {
  const { error } = addressInput.safeParse({ ...place, ...address });
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));
}

describe('the table of countries', () => {
  test('has the 249 countries of ISO 3166-1, each with a name of its own', () => {
    expect(countries.size).toBe(249);
    const all = [...countries.values()];
    expect(all.filter(({ code }) => !/^[A-Z]{2}$/.test(code))).toEqual([]);
    expect(all.filter(({ code, name }) => name === '' || name === code)).toEqual([]);
    expect(new Set(all.map(({ name }) => name)).size).toBe(249);
  });

  test('has no code that ISO does not assign', () => {
    for (const code of ['UK', 'EU', 'UN', 'XK', 'AC', 'TA', 'EA', 'IC', 'ZZ', 'AN', 'YU']) {
      expect(countries.has(code)).toBe(false);
    }
  });

  test('has states with codes and names that mean one state each', () => {
    for (const country of countries.values()) {
      for (const { code, name, others } of country.states ?? []) {
        for (const text of [code, name, ...others, name.toUpperCase()])
          expect(findState(country, text)?.code).toBe(code);
      }
    }
  });

  test('takes no mistaken code for a country, and knows the country that each means', () => {
    for (const [written, meant] of Object.entries(mistakenCodes)) {
      expect(countries.has(written)).toBe(false);
      expect(countries.has(meant)).toBe(true);
    }
  });
});

test.for([...countries.values()].map((country): [string, typeof country] => [country.name, country]))(
  'an address in %s is complete with what its post asks for, and not without it',
  ([, country]) => {
    const state = country.states?.at(-1)?.code;
    const full = { country: country.code, state, ...(country.postalCode !== 'none' && { postalCode: '1000' }) };
    expect(refused(full)).toEqual({});
    const bare = refused({ country: country.code });
    const needed = [...(country.postalCode === 'required' ? ['postalCode'] : []), ...(state ? ['state'] : [])];
    expect(Object.keys(bare).sort()).toEqual(needed);
  },
);

test('an address in Hong Kong needs neither a postal code nor a state', () => {
  expect(refused({ country: 'HK', city: 'Kowloon' })).toEqual({});
  expect(refused({ country: 'HK', city: 'Kowloon', postalCode: '' })).toEqual({});
});

test('an address in the United States takes a state by code or name, and no other', () => {
  for (const state of ['VA', 'va', 'Virginia', ' virginia ']) {
    expect(refused({ country: 'US', postalCode: '22202', state })).toEqual({});
  }
  expect(refused({ country: 'US', postalCode: '22202', state: 'Ontario' })).toEqual({
    state: 'There is no such state in the United States. Enter one by its code or name, such as AL or Alabama.',
  });
  expect(refused({ country: 'US', state: 'VA' })).toEqual({
    postalCode: 'Enter a postal code, because addresses in the United States need one.',
  });
});

test.for([
  ['UK', 'Use GB for the United Kingdom.'],
  ['EL', 'Use GR for Greece.'],
  ['USA', 'Use US for the United States.'],
  ['us', 'Use US for the United States.'],
  ['Germany', 'Use DE for Germany.'],
  ['Scotland', 'Use GB for the United Kingdom.'],
  ['XX', 'Use a two-letter country code of ISO 3166-1, such as US.'],
  ['EU', 'Use a two-letter country code of ISO 3166-1, such as US.'],
] as const)('a country written as %s is refused with help', ([written, help]) => {
  expect(countryHelp(written)).toBe(help);
  expect(refused({ country: written, postalCode: '1' })['country']).toBe(help);
});
