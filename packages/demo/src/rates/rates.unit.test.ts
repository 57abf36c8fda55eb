import { readFileSync } from 'node:fs';
import { taxRateInput } from '@cartwright/api';
import { describe, expect, test } from 'vitest';

const [head = '', ...rows] = readFileSync(new URL('rates.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n');

const rates = rows.map((row) => {
  const [country, region, postalPrefix, taxClass, name, basisPoints, mode] = row.split(',');
  const place = { country, region: region || null, postalPrefix: postalPrefix || null };
  return taxRateInput.parse({ ...place, taxClass, name, basisPoints: Number(basisPoints), mode });
});

const memberStates = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

describe('the tax rates of the demo store', () => {
  test('are rates that an admin could enter, each for a place and class of its own', () => {
    expect(head).toBe('country,region,postal_prefix,tax_class,name,basis_points,mode');
    const keys = rates.map(({ country, region, postalPrefix, taxClass, mode }) =>
      [country, region, postalPrefix, taxClass, mode].join(),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('cover every member state of the EU, Great Britain, Switzerland and Norway', () => {
    const standard = rates.filter(({ taxClass, postalPrefix }) => taxClass === 'standard' && postalPrefix === null);
    const countries = new Set(standard.map(({ country }) => country));
    expect([...memberStates, 'GB', 'CH', 'NO'].filter((country) => !countries.has(country))).toEqual([]);
  });
});
