import { isLoopback } from '@cartwright/adapters/mail';
import type { Settings } from '@cartwright/kernel/settings';
import type { MiddlewareHandler } from 'hono';

/**
 * Accepts only requests for the server's own host names. A page of another origin can point its own name at this
 * machine and read the response (DNS rebinding). `/dev` needs no credentials, so only the name keeps such a page out.
 */
export function ownHostsOnly({ publicUrl, host }: Settings): MiddlewareHandler {
  const own: ReadonlySet<string> = new Set([new URL(publicUrl).hostname, host.toLowerCase()]);
  return async (c, next) => {
    const name = hostnameIn(c.req.header('host'));
    if (name !== undefined && (own.has(name) || isLoopback(name))) return next();
    return c.text(
      'This address answers at localhost, HOST and PUBLIC_URL only. Set PUBLIC_URL to the one in use.\n',
      403,
      {
        'cache-control': 'no-store',
      },
    );
  };
}

/** The name in a `Host` header, without its port. */
function hostnameIn(header: string | undefined): string | undefined {
  if (header === undefined || !URL.canParse(`http://${header}`)) return undefined;
  const { hostname, host } = new URL(`http://${header}`);
  // The header may only have a name and a port.
  return header.toLowerCase().startsWith(host) ? hostname.replace(/^\[|\]$/g, '') : undefined;
}
