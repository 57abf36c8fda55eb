import { expect, test } from 'vitest';
import { addressInput } from './schema.ts';
import { vatIdIssue, vatPrefixIn, vatPrefixOf } from './vat-ids.ts';

const messageOf = (vatId: string, country: string) => vatIdIssue(vatId, country)?.message;

test.each([
  ['ATU12345678', 'AT'],
  ['BE0123456789', 'BE'],
  ['CY12345678L', 'CY'],
  ['DE123456789', 'DE'],
  ['EL123456789', 'GR'],
  ['ESX1234567X', 'ES'],
  ['ESB12345678', 'ES'],
  ['FRXX123456789', 'FR'],
  ['IE1234567WA', 'IE'],
  ['IE1Z34567A', 'IE'],
  ['LT123456789012', 'LT'],
  ['NL123456789B01', 'NL'],
  ['RO12', 'RO'],
  ['SE123456789012', 'SE'],
  ['XI123456789', 'GB'],
  ['XIGD123', 'GB'],
])('%s is a number that %s can have given', (vatId, country) => {
  expect(messageOf(vatId, country)).toBeUndefined();
});

test('a number of the wrong form is refused with one of the right form', () => {
  expect(messageOf('DE12345678', 'DE')).toBe('Check the number. VAT numbers of Germany look like DE123456789.');
  expect(messageOf('NL123456789001', 'DE')).toMatch(/the Netherlands look like NL123456789B01/);
  expect(messageOf('XI12', 'GB')).toMatch(/Northern Ireland/);
  expect(messageOf('123456789', 'GR')).toBe(
    'Enter the VAT number with the prefix of its country, such as EL123456789.',
  );
});

test('numbers of other systems are left alone outside the EU', () => {
  expect(messageOf('SIE123456AB1', 'MX')).toBeUndefined();
  expect(messageOf('GB123456789', 'GB')).toBeUndefined();
  expect(messageOf('', 'DE')).toBeUndefined();
  expect(vatPrefixOf('CHE123456789')).toBeUndefined();
});

test('a country has the prefix of its numbers, which is EL for Greece', () => {
  expect([vatPrefixIn('GR'), vatPrefixIn('DE'), vatPrefixIn('GB'), vatPrefixIn('CH')]).toEqual([
    'EL',
    'DE',
    undefined,
    undefined,
  ]);
});

test('an address takes a number as people write it and stores one form', () => {
  const place = { fullName: 'Ada', line1: '1 Main Street', city: 'Athens', postalCode: '10431', country: 'GR' };
  expect(addressInput.parse({ ...place, vatId: ' gr 123.456-789 ' }).vatId).toBe('EL123456789');
  const { error } = addressInput.safeParse({ ...place, vatId: 'EL12' });
  expect(error?.issues).toEqual([expect.objectContaining({ path: ['vatId'] })]);
  expect(addressInput.safeParse({ ...place, vatId: 'Ω123' }).success).toBe(false);
  expect(addressInput.parse({ ...place, vatId: '' }).vatId).toBe('');
});
