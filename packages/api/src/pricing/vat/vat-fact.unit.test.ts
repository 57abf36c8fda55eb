import { expect, test } from 'vitest';
import { destinationOf } from '../places.ts';
import { memberStateOf } from './member-states.ts';
import { dependsOn } from './vat-fact.ts';

const to = (country: string, postalCode?: string) => destinationOf({ country, postalCode });

test.each([
  ['DE', null, 'DE'],
  ['GR', '10431', 'EL'],
  ['GB', 'BT1 5GS', 'XI'],
  ['GB', 'SW1Y 4JH', null],
  ['GB', null, null],
  ['ES', '28001', 'ES'],
  ['ES', '35001', null],
  ['ES', '51001', null],
  ['IT', '23041', null],
  ['DE', '27498', null],
  ['FI', '22100', null],
  ['CH', '8001', null],
  ['US', '22202', null],
])('%s %s belongs to the VAT territory of %s', (country, postalCode, expected) => {
  expect(memberStateOf(destinationOf({ country, postalCode: postalCode ?? undefined }))).toBe(expected);
});

test('tax depends on a number of another member state if the goods go to another member state', () => {
  expect(dependsOn('FRXX123456789', to('FR', '75001'), 'DE')).toBe(true);
  // The number and the goods need not be of one country.
  expect(dependsOn('FRXX123456789', to('IT', '00118'), 'DE')).toBe(true);
  expect(dependsOn('XI123456789', to('GB', 'BT1 5GS'), 'DE')).toBe(true);
  expect(dependsOn('EL123456789', to('GR', '10431'), 'DE')).toBe(true);
});

test('tax does not depend on a number at home, outside the EU, or of a system outside the EU', () => {
  expect(dependsOn('FRXX123456789', to('DE', '10115'), 'DE')).toBe(false);
  expect(dependsOn('DE123456789', to('FR', '75001'), 'DE')).toBe(false);
  expect(dependsOn('EL123456789', to('FR', '75001'), 'GR')).toBe(false);
  expect(dependsOn('FRXX123456789', to('CH', '8001'), 'DE')).toBe(false);
  expect(dependsOn('ESB12345678', to('ES', '35001'), 'DE')).toBe(false);
  expect(dependsOn('CHE123456789', to('FR', '75001'), 'DE')).toBe(false);
  expect(dependsOn('FRXX123456789', to('FR', '75001'), 'US')).toBe(false);
  expect(dependsOn('FRXX123456789', to('FR', '75001'), null)).toBe(false);
});
