import { isIP } from 'node:net';
import { addressesIn, plainAddress } from '@cartwright/kernel/networks';

/**
 * Makes a function that finds the client's address. It reads `X-Forwarded-For` from the end, up to the first address
 * that is no trusted proxy.
 *
 * @example
 * const clientOf = clientAddresses(['10.0.0.0/8']);
 * clientOf('10.0.0.1', '6.6.6.6, 203.0.113.7'); // '203.0.113.7'
 */
export function clientAddresses(trustedProxies: readonly string[]) {
  const isTrusted = remembered(addressesIn(trustedProxies));
  return (remote: string, forwardedFor: string | undefined): string => {
    let client = plainAddress(remote);
    const hops = forwardedFor?.split(',') ?? [];
    while (isTrusted(client)) {
      const hop = hops.pop();
      const address = hop === undefined ? '' : addressOf(hop);
      if (isIP(address) === 0) break;
      client = address;
    }
    return client;
  };
}

const mostRemembered = 10_000;

/** Remembers results, because the same few proxies repeat and a list of ranges is slow. */
function remembered(test: (address: string) => boolean): (address: string) => boolean {
  const known = new Map<string, boolean>();
  return (address) => {
    const before = known.get(address);
    if (before !== undefined) return before;
    const answer = test(address);
    if (known.size >= mostRemembered) known.clear();
    known.set(address, answer);
    return answer;
  };
}

/** Some proxies write a port, and brackets around IPv6. */
function addressOf(hop: string): string {
  const [, bracketed, withPort] = /^\[(.+)\](?::\d+)?$|^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop.trim()) ?? [];
  return plainAddress(bracketed ?? withPort ?? hop.trim());
}
