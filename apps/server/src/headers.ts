import type { ServerResponse } from 'node:http';
import type { Context } from 'hono';

/** Should a browser take for a page what is none, nothing in it loads or runs. Pages for people bring their own. */
const noPage = "default-src 'none'; frame-ancestors 'none'";

/** Of every answer. */
export function securityHeaders({ isProduction }: { readonly isProduction: boolean }): Record<string, string> {
  return {
    'content-security-policy': noPage,
    'cross-origin-opener-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    // Only where there is HTTPS to insist on.
    ...(isProduction && { 'strict-transport-security': 'max-age=15552000; includeSubDomains' }),
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'SAMEORIGIN',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
  };
}

/** What is written before, and together with, what the answer itself says; of the same name only the answer's. */
export function setDefaultHeaders(c: Context, headers: Readonly<Record<string, string>>): void {
  const outgoing = outgoingOf(c);
  for (const name in headers) outgoing?.setHeader(name, headers[name] ?? '');
}

/** All headers of the answer to a request that was answered. */
export function headersOfAnswer(c: Context): ReadonlyMap<string, string> {
  const defaults = Object.entries(outgoingOf(c)?.getHeaders() ?? {});
  return new Map([...defaults.map(([name, value]) => [name, String(value)] as const), ...c.res.headers]);
}

/** To set a header on a finished `Response` makes a real one of it, its body a stream: five times the work. */
function outgoingOf(c: Context): ServerResponse | undefined {
  return (c.env as { outgoing?: ServerResponse } | undefined)?.outgoing;
}
