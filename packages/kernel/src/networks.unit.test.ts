import { expect, test } from 'vitest';
import { isAddressRange, networkOf } from './networks.ts';

test.for([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::7', '2001:db8:1:2::/64'],
  ['2001:db8::7', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
  ['1::', '1:0:0:0::/64'],
  ['unknown', 'unknown'],
] as const)('%s counts as %s', ([address, network]) => {
  expect(networkOf(address)).toBe(network);
});

test('a range is an address with or without a length that fits it', () => {
  expect(['10.0.0.0/8', '127.0.0.1', '2001:db8::/32', '::1'].every(isAddressRange)).toBe(true);
  expect(
    ['10.0.0.0/33', '10.0.0', 'fe80::/129', '10.0.0.0/', '10.0.0.0/8/9', 'localhost', '', '/8'].some(isAddressRange),
  ).toBe(false);
});
