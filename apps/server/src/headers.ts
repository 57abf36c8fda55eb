import type { ServerResponse } from 'node:http';
import type { Context } from 'hono';

/**
 * If a browser takes a response for a page by mistake, nothing in it loads or runs. Pages for people set their own
 * policy.
 */
const noPage = "default-src 'none'; frame-ancestors 'none'";

/** The security headers of every response. */
export function securityHeaders({ isProduction }: { readonly isProduction: boolean }): Record<string, string> {
  return {
    'content-security-policy': noPage,
    'cross-origin-opener-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    // Only production is sure to have HTTPS.
    ...(isProduction && { 'strict-transport-security': 'max-age=15552000; includeSubDomains' }),
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'SAMEORIGIN',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
  };
}

/** Sets headers that every response gets. A header that the response sets itself wins. */
export function setDefaultHeaders(c: Context, headers: Readonly<Record<string, string>>): void {
  const outgoing = outgoingOf(c);
  for (const name in headers) outgoing?.setHeader(name, headers[name] ?? '');
}

/** All headers of a finished response. */
export function headersOfAnswer(c: Context): ReadonlyMap<string, string> {
  const defaults = Object.entries(outgoingOf(c)?.getHeaders() ?? {});
  return new Map([...defaults.map(([name, value]) => [name, String(value)] as const), ...c.res.headers]);
}

/**
 * Headers go to Node's response, because setting one on a finished `Response` turns its body into a stream, which costs
 * five times as much.
 */
function outgoingOf(c: Context): ServerResponse | undefined {
  return (c.env as { outgoing?: ServerResponse } | undefined)?.outgoing;
}
