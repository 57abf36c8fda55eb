import { kernelFailures } from '@cartwright/kernel/failures';
import { networkOf } from '@cartwright/kernel/networks';
import type { Settings } from '@cartwright/kernel/settings';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { MiddlewareHandler } from 'hono';
import { setDefaultHeaders } from '../headers.ts';
import { clientAddresses } from '../proxies.ts';
import { refuse } from '../refuse.ts';
import type { Variables } from '../request.ts';
import { restPrefix } from '../rest/prefix.ts';
import { callsIn, maxBatchSize, trpcPrefix } from '../trpc-address.ts';
import { createCounter, windowSeconds } from './counter.ts';

type Middleware = MiddlewareHandler<{ Variables: Variables }>;

/** The state of a client's limit. */
export interface ClientStand {
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds until the next call; undefined if the client may continue. */
  readonly retryAfter: number | undefined;
}

/** Balancers, supervisors and Prometheus call these, and must not share a limit with the customers behind them. */
const probes: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Counts the calls of each client in this process, and each call of a batch. Only probes are free. Use `count` before
 * any other middleware, and `refuse` after CORS, so that pages may read the failure. With RATE_LIMITS=off nothing is
 * counted.
 *
 * @returns `take`, which counts a request that no middleware sees
 */
export function clientLimit({ rateLimits, clientCallsPerMinute, trustedProxies }: Settings): {
  take(remote: string | undefined, forwardedFor: string | undefined, path: string): ClientStand | undefined;
  count: Middleware;
  refuse: Middleware;
} {
  if (rateLimits === 'off') return { take: () => undefined, count: pass, refuse: pass };
  const counter = createCounter(clientCallsPerMinute);
  const clientOf = clientAddresses(trustedProxies);
  const policy = { name: 'client', calls: clientCallsPerMinute, seconds: windowSeconds };
  const named = `"${policy.name}"`;
  const policyHeader = `${named};q=${policy.calls};w=${policy.seconds}`;

  function take(remote = 'unknown', forwardedFor: string | undefined, path: string): ClientStand {
    // A longer batch is refused, and must still cost points.
    const points = Math.min(callsIn(path), maxBatchSize);
    const { isOver, left, seconds } = counter.take(networkOf(clientOf(remote, forwardedFor)), points);
    const headers = { ratelimit: `${named};r=${left};t=${seconds}`, 'ratelimit-policy': policyHeader };
    return { headers, retryAfter: isOver ? seconds : undefined };
  }

  return {
    take,
    count(c, next) {
      if (!probes.has(c.req.path)) {
        c.set('limit', take(getConnInfo(c).remote.address, c.req.header('x-forwarded-for'), c.req.path));
      }
      return next();
    },
    async refuse(c, next) {
      const limit = c.get('limit');
      if (!limit) return next();
      if (limit.retryAfter !== undefined) {
        return refuse(c, kernelFailures.RATE_LIMITED({ retryAfter: limit.retryAfter, policy }));
      }
      // A cache may keep an image or a page for clients with other limits.
      if (!isCall(c.req.path)) return next();
      setDefaultHeaders(c, limit.headers);
      await next();
      // The response also has the headers of the procedure's own limit.
      if (c.res.status === 429) for (const name in limit.headers) c.res.headers.append(name, limit.headers[name] ?? '');
      return undefined;
    },
  };
}

function isCall(path: string): boolean {
  return path.startsWith(`${restPrefix}/`) || path.startsWith(`${trpcPrefix}/`);
}

const pass: Middleware = (_, next) => next();
