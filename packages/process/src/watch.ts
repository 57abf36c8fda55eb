import { timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashSecret, type Shop } from '@cartwright/api';
import type { Vitals } from '@cartwright/db';
import type { ShopMetrics } from './metrics/create-metrics.ts';

/** An answer to whoever watches a process. */
export interface WatchAnswer {
  readonly status: 200 | 401 | 404 | 503;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What every process of a shop answers to those who watch it: whether it lives, whether it can work, and its metrics. */
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

/** Milliseconds that a probe waits for the database: balancers themselves give up after one to five seconds. */
const timeoutMilliseconds = 1_000;
/** For how many milliseconds a database that was well and has become slow is taken to be well. */
const memory = 5_000;

/**
 * The function that says why a process is not ready; undefined when it is. Probes that come together share an answer, so
 * that any number of them asks the database one thing at a time.
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

/** Of the same length first, as comparing in constant time wants it. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(given)), Buffer.from(hashSecret(wanted)));
}
