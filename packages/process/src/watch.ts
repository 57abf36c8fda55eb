import { timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashSecret, type Shop } from '@cartwright/api';
import type { ShopFigures } from './figures/create-figures.ts';

/** An answer to whoever watches a process. */
export interface WatchAnswer {
  readonly status: 200 | 401 | 404 | 503;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What every process of a shop answers to those who watch it: whether it lives, whether it can work, and its figures. */
export interface Watch {
  healthz(): WatchAnswer;
  readyz(): Promise<WatchAnswer>;
  metrics(authorization: string | undefined): Promise<WatchAnswer>;
}

/** @param parts `draining` is aborted when the process is told to stop */
export function createWatch(shop: Shop, parts: { figures?: ShopFigures; draining?: AbortSignal }): Watch {
  const { metrics, metricsToken } = shop.settings;
  return {
    healthz: () => json(200, { status: 'ok' }),

    async readyz() {
      const reason = parts.draining?.aborted ? 'The process is stopping.' : await reasonNotReady(shop);
      return reason === undefined ? json(200, { status: 'ready' }) : json(503, { status: 'not ready', reason });
    },

    async metrics(authorization = '') {
      if (metrics === 'off' || !parts.figures) return json(404, { status: 'There are no figures: see METRICS.' });
      if (metricsToken !== undefined && !isSame(authorization, `Bearer ${metricsToken}`)) {
        const { headers, ...answer } = json(401, { status: 'Send METRICS_TOKEN as Authorization: Bearer.' });
        return { ...answer, headers: { ...headers, 'www-authenticate': 'Bearer' } };
      }
      const { contentType, text } = await parts.figures.page(shop.db);
      return { status: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body: text };
    },
  };
}

async function reasonNotReady({ db }: Shop): Promise<string | undefined> {
  const answer = await Promise.race([
    db.isMigrated().catch(() => 'The database does not answer.'),
    sleep(500, 'The database takes longer than 500 ms.', { ref: false }),
  ]);
  if (typeof answer === 'string') return answer;
  return answer ? undefined : 'The database lacks migrations: run "cartwright migrate".';
}

function json(status: WatchAnswer['status'], body: object): WatchAnswer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { status, headers, body: JSON.stringify(body) };
}

/** Of the same length first, as comparing in constant time wants it. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(given)), Buffer.from(hashSecret(wanted)));
}
