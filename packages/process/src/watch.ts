import { timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Vitals } from '@cartwright/db';
import { hashSecret } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import type { ShopMetrics } from './metrics/create-metrics.ts';

/** A response about the health or the metrics of a process. */
export interface WatchAnswer {
  readonly status: 200 | 401 | 404 | 503;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The endpoints that every process has for monitoring: liveness, readiness and metrics. */
export interface Watch {
  healthz(): WatchAnswer;
  readyz(): Promise<WatchAnswer>;
  metrics(authorization: string | undefined): Promise<WatchAnswer>;
}

/** @param parts `draining` is aborted when the process is told to stop */
export function createWatch(shop: Shop, parts: { metrics?: ShopMetrics; draining?: AbortSignal }): Watch {
  const { metrics, metricsToken } = shop.settings;
  const ready = readiness(shop);
  return {
    healthz: () => json(200, { status: 'ok' }),

    async readyz() {
      const reason = parts.draining?.aborted ? 'The process is stopping.' : await ready();
      return reason === undefined ? json(200, { status: 'ready' }) : json(503, { status: 'not ready', reason });
    },

    async metrics(authorization = '') {
      if (metrics === 'off' || !parts.metrics)
        return json(404, { status: 'Metrics are off. Set METRICS=on to serve them.' });
      if (metricsToken !== undefined && !isSame(authorization, `Bearer ${metricsToken}`)) {
        const { headers, ...answer } = json(401, { status: 'Send METRICS_TOKEN as Authorization: Bearer.' });
        return { ...answer, headers: { ...headers, 'www-authenticate': 'Bearer' } };
      }
      const { contentType, text } = await parts.metrics.page(shop.db);
      return { status: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body: text };
    },
  };
}

/** Milliseconds that a probe waits for the database. Balancers give up after one to five seconds. */
const timeoutMilliseconds = 1_000;
/** Milliseconds for which a database that was healthy and became slow still counts as healthy. */
const memory = 5_000;

/**
 * Returns a function that gives the reason why a process is not ready; undefined when it is. Concurrent probes share
 * one answer, so that any number of them costs the database one query at a time.
 */
function readiness({ db }: Shop): () => Promise<string | undefined> {
  let last: { readonly at: number; readonly reason: string | undefined } | undefined;
  let asking: Promise<string | undefined> | undefined;

  async function ask(): Promise<string | undefined> {
    let reason: string | undefined;
    try {
      reason = reasonIn(await db.probe.vitals());
    } catch {
      reason = 'The database does not answer.';
    }
    last = { at: performance.now(), reason };
    return reason;
  }

  async function slow(): Promise<string | undefined> {
    await sleep(timeoutMilliseconds, undefined, { ref: false });
    return last && performance.now() - last.at < memory
      ? last.reason
      : `The database takes longer than ${timeoutMilliseconds} ms to answer.`;
  }

  return () => {
    asking ??= ask().finally(() => (asking = undefined));
    return Promise.race([asking, slow()]);
  };
}

function reasonIn({ isMigrated, isWritable }: Vitals): string | undefined {
  if (!isMigrated) return 'The database lacks migrations. Run "cartwright migrate".';
  return isWritable ? undefined : 'The database is read-only. Its disk is full, or it is a standby.';
}

function json(status: WatchAnswer['status'], body: object): WatchAnswer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { status, headers, body: JSON.stringify(body) };
}

/** Hashes both first, because a comparison in constant time needs equal lengths. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(given)), Buffer.from(hashSecret(wanted)));
}
