import type { Shop } from '@cartwright/kernel/shop';
import type { Metrics } from '@cartwright/kernel/telemetry';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { gaugeDatabase } from './gauge-database.ts';

export interface ShopMetrics extends Metrics {
  /** All metrics and the database's current state, in Prometheus's format. */
  page(db: Shop['db']): Promise<{ contentType: string; text: string }>;
}

/** Seconds, from a cached response to a request that has waited too long. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const jobBuckets = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60];

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The metrics of a process, including Node's own. */
export function createMetrics(): ShopMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const readDatabase = gaugeDatabase(registry);

  const requests = new Histogram({
    name: 'cartwright_http_request_duration_seconds',
    help: 'Duration of requests in seconds, by method and status.',
    labelNames: ['method', 'status'],
    buckets,
    registers,
  });
  const calls = new Histogram({
    name: 'cartwright_call_duration_seconds',
    help: 'Duration of procedure calls in seconds, by procedure and outcome: ok, replayed, or the code of the failure.',
    labelNames: ['procedure', 'outcome'],
    buckets,
    registers,
  });
  const placed = new Counter({
    name: 'cartwright_orders_placed_total',
    help: 'Orders that were placed. Replayed responses are not counted.',
    registers,
  });
  const refused = new Counter({
    name: 'cartwright_orders_refused_total',
    help: 'Orders that could not be placed, by the code of the failure.',
    labelNames: ['reason'],
    registers,
  });
  // A rate needs a value from before the first event.
  for (const reason of ['INTERNAL', 'UNAVAILABLE']) refused.inc({ reason }, 0);
  const unavailable = new Counter({
    name: 'cartwright_calls_unavailable_total',
    help: 'Calls that were refused as UNAVAILABLE, for example because no database connection was free in time.',
    registers,
  });
  const jobs = new Histogram({
    name: 'cartwright_job_duration_seconds',
    help: 'Duration of job runs in seconds, by job and outcome: done or failed.',
    labelNames: ['job', 'outcome'],
    buckets: jobBuckets,
    registers,
  });
  const cache = new Counter({
    name: 'cartwright_cache_reads_total',
    help: 'Catalogue reads that the cache could answer, by outcome: hit or miss.',
    labelNames: ['outcome'],
    registers,
  });
  const unsent = new Counter({
    name: 'cartwright_answers_unsent_total',
    help: 'Responses that could not be sent in full. Each has an error in the log.',
    registers,
  });

  let page: Promise<{ contentType: string; text: string }> | undefined;
  return {
    request: (method, status, seconds) =>
      requests.observe({ method: methods.has(method) ? method : 'other', status }, seconds),
    call(procedure, outcome, seconds) {
      calls.observe({ procedure, outcome }, seconds);
      if (outcome === 'UNAVAILABLE') unavailable.inc();
      if (procedure !== 'orders.place') return;
      if (outcome === 'ok') placed.inc();
      else if (outcome !== 'replayed') refused.inc({ reason: outcome });
    },
    job: (job, outcome, seconds) => jobs.observe({ job, outcome }, seconds),
    cache: (outcome) => cache.inc({ outcome }),
    unsent: () => unsent.inc(),
    page(db) {
      // Concurrent requests share one page, so that any number of them costs the database one query at a time.
      page ??= readDatabase(db)
        .then(async () => ({ contentType: registry.contentType, text: await registry.metrics() }))
        .finally(() => (page = undefined));
      return page;
    },
  };
}
