import { expect, test } from 'vitest';
import { clientAddresses } from './proxies.ts';

const clientOf = clientAddresses(['10.0.0.0/8', '127.0.0.1', '2001:db8:cafe::/48']);

test.for([
  ['a stranger speaks for itself, whatever it says', '203.0.113.7', '1.1.1.1', '203.0.113.7'],
  ['a trusted proxy speaks for its client', '10.0.0.1', '203.0.113.7', '203.0.113.7'],
  ['only what trusted proxies wrote counts', '10.0.0.1', '6.6.6.6, 203.0.113.7', '203.0.113.7'],
  ['a chain of trusted proxies is followed', '127.0.0.1', '6.6.6.6, 203.0.113.7, 10.1.2.3, 10.0.0.9', '203.0.113.7'],
  ['a client inside the network is itself', '10.0.0.1', '10.0.0.2', '10.0.0.2'],
  ['without the header the proxy is the client', '10.0.0.1', undefined, '10.0.0.1'],
  ['what is no address ends the chain', '10.0.0.1', '203.0.113.7, nonsense', '10.0.0.1'],
  ['an empty header says nothing', '10.0.0.1', '', '10.0.0.1'],
  ['IPv4 in the clothes of IPv6 is IPv4', '::ffff:10.0.0.1', '::ffff:203.0.113.7', '203.0.113.7'],
  ['a port is left out', '10.0.0.1', '203.0.113.7:4711', '203.0.113.7'],
  ['and brackets', '2001:db8:cafe::1', '[2001:db8:1::7]:443', '2001:db8:1::7'],
  ['an unknown socket is nobody', 'unknown', '1.1.1.1', 'unknown'],
] as const)('%s', ([, remote, forwardedFor, client]) => {
  expect(clientOf(remote, forwardedFor)).toBe(client);
});

test('nobody is trusted unless somebody said so', () => {
  expect(clientAddresses([])('127.0.0.1', '203.0.113.7')).toBe('127.0.0.1');
});
