import { isIP } from 'node:net';
import { addressesIn, plainAddress } from '@cartwright/api';

/**
 * Who a request comes from. What `X-Forwarded-For` says counts only as far as trusted proxies wrote it: from its end,
 * up to the first address that is none of theirs.
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

/** The same few proxies ask again and again, and a list of ranges takes its time. */
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
