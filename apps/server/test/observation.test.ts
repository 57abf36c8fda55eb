import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { createTestShop, eventually, inFlight, orderInput, type SignedUp } from '@cartwright/api/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCollector } from '../src/testing/collector.ts';
import { type ServerProcess, startServerProcess } from '../src/testing/process.ts';

const token = 'only-prometheus-knows-this';
const traceId = '0af7651916cd43dd8448eb211c80319c';
const callerSpan = 'b7ad6b7169203331';

const world = await createTestShop();
const collector = await startCollector();
const counted = {
  DATABASE_URL: world.database.url,
  NODE_OPTIONS: `--import=${new URL('../src/testing/modules.mjs', import.meta.url)}`,
};
let server: ServerProcess;
let url = '';
let bob: SignedUp;
let mug: { id: string; slug: string };

const place = (quantity: number, headers: Record<string, string> = {}) =>
  fetch(`${url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bob.accessToken}`, ...headers },
    body: JSON.stringify(orderInput({ items: [{ productId: mug.id, quantity }] })),
  });

const scrape = async (authorization = `Bearer ${token}`) => {
  const response = await fetch(`${url}/metrics`, { headers: { authorization } });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};

/** The value of a metric by its name and labels on the page. */
const valueIn = (page: string, figure: string) =>
  Number(
    page
      .split('\n')
      .find((line) => line.startsWith(`${figure} `))
      ?.slice(figure.length + 1) ?? Number.NaN,
  );

beforeAll(async () => {
  const ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  mug = await ada.caller.products.create({ name: 'Mug', price: 1_000, stock: 5 });
  const telling = {
    METRICS_TOKEN: token,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  };
  server = startServerProcess({ ...counted, ...telling }, { from: 'sources' });
  url = await server.opened;
  expect((await place(2, { traceparent: `00-${traceId}-${callerSpan}-01`, 'idempotency-key': 'once' })).status).toBe(
    201,
  );
  expect((await place(2, { 'idempotency-key': 'once' })).status).toBe(201);
  expect((await place(50)).status).toBe(409);
  for (let reads = 0; reads < 4; reads += 1) await fetch(`${url}/api/v1/products/${mug.slug}`);
  const batch = encodeURIComponent(JSON.stringify({ 0: { json: { idOrSlug: 'nothing' } }, 1: { json: null } }));
  await fetch(`${url}/trpc/products.get,made.up?batch=1&input=${batch}`);
  await fetch(`${url}/api/v1/made/up`, { method: 'PROPFIND' });
  await eventually(async () => expect(await waiting()).toBeLessThanOrEqual(1));
});

/** The expiry job of a paid order waits for its time. */
const waiting = async () => (await world.shop.db.queue.count()).waiting;

afterAll(async () => {
  server.kill('SIGTERM');
  await server.ended;
  await collector.close();
  await world.close();
});

describe('the metrics', () => {
  test('are for whoever knows the token', async () => {
    expect((await scrape('')).status).toBe(401);
    expect((await scrape(`Bearer ${token}x`)).status).toBe(401);
    const page = await scrape();
    expect([page.status, page.type]).toEqual([200, expect.stringContaining('text/plain; version=0.0.4')]);
  });

  test('tell of calls, orders, the cache, jobs, the queue, the database and the process', async () => {
    const { text } = await scrape();
    const metrics: Record<string, unknown> = {
      cartwright_orders_placed_total: 1,
      'cartwright_orders_refused_total{reason="INSUFFICIENT_STOCK"}': 1,
      'cartwright_call_duration_seconds_count{procedure="orders.place",outcome="ok"}': 1,
      'cartwright_call_duration_seconds_count{procedure="orders.place",outcome="replayed"}': 1,
      'cartwright_call_duration_seconds_count{procedure="products.get",outcome="NOT_FOUND"}': 1,
      // The cache serves three of them.
      'cartwright_call_duration_seconds_count{procedure="products.get",outcome="ok"}': 4,
      'cartwright_http_request_duration_seconds_count{method="POST",status="201"}': 2,
      'cartwright_http_request_duration_seconds_count{method="other",status="404"}': 1,
      'cartwright_cache_reads_total{outcome="hit"}': 3,
      'cartwright_cache_reads_total{outcome="miss"}': 1,
      'cartwright_job_duration_seconds_count{job="orders.chargePayment",outcome="done"}': 1,
      cartwright_database_up: 1,
      cartwright_database_waiting: 0,
      cartwright_queue_workers: 1,
    };
    expect(Object.fromEntries(Object.keys(metrics).map((name) => [name, valueIn(text, name)]))).toEqual(metrics);
    expect(valueIn(text, 'cartwright_database_connections{state="idle"}')).toBeGreaterThan(0);
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes']) {
      expect(valueIn(text, name), name).toBeGreaterThanOrEqual(0);
    }
    expect(text).not.toContain('made.up');
  });

  test('tell how many jobs wait, and for how long', async () => {
    const overdue = new Date(Date.now() - 90_000);
    await world.shop.db.transact(async (tx) => {
      tx.addJob({ name: 'of a later version', payload: {}, maxAttempts: 1, runAt: overdue });
    });
    const { text } = await scrape();
    expect(valueIn(text, 'cartwright_queue_jobs{job="of a later version",state="waiting"}')).toBe(1);
    const age = valueIn(text, 'cartwright_queue_oldest_seconds{job="of a later version"}');
    expect(age).toBeGreaterThanOrEqual(90);
    expect(age).toBeLessThan(200);
  });

  test('that the dashboard and the documentation name are all there', async () => {
    const { text } = await scrape();
    const onPage = new Set([...text.matchAll(/^(\w+)(?:\{| )/gm)].map(([, name]) => name));
    const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
    const inDashboard = [...read('deploy/grafana/cartwright.json').matchAll(/\b(cartwright|nodejs|process)_\w+/g)];
    const inDocs = [...read('docs/observability.md').matchAll(/`(cartwright_\w+)`/g)].map(([, name]) => [name]);
    expect(inDashboard.length).toBeGreaterThan(15);
    const missing = [...inDashboard, ...inDocs].filter(
      ([name = '']) => !onPage.has(name) && !onPage.has(`${name}_count`),
    );
    expect(missing.map(([name]) => name)).toEqual([]);
    const ours = [...onPage]
      .filter((name) => name?.startsWith('cartwright_'))
      .map((name) => name?.replace(/_(bucket|sum|count)$/, ''));
    const told = new Set(inDocs.map(([name]) => name));
    expect([...new Set(ours)].filter((name) => !told.has(name))).toEqual([]);
  });
});

describe('a trace', () => {
  const spansOf = (name: string) => collector.spans.filter((span) => span.traceId === traceId && span.name === name);

  test('goes from the caller through the request and its statements to its jobs and theirs', async () => {
    await eventually(() => expect(spansOf('orders.chargePayment')).toHaveLength(1));
    const [request] = spansOf('POST');
    const [call] = spansOf('orders.place');
    const [job] = spansOf('orders.chargePayment');
    expect(request).toMatchObject({ kind: 2, parentSpanId: callerSpan, service: 'cartwright-server' });
    expect(request?.facts).toMatchObject({ 'http.response.status_code': 201 });
    expect(call).toMatchObject({ parentSpanId: request?.spanId, facts: { outcome: 'ok' } });
    expect(job).toMatchObject({ kind: 5, parentSpanId: call?.spanId });
    for (const parent of [call, job]) {
      const statements = collector.spans.filter(
        ({ parentSpanId, facts }) => parentSpanId === parent?.spanId && facts['db.query.text'],
      );
      expect(statements.length, parent?.name).toBeGreaterThan(2);
      expect(statements.every(({ kind }) => kind === 3)).toBe(true);
    }
  });

  test('holds no values, only placeholders', () => {
    expect(collector.sent.join()).not.toMatch(/Harbour|Hopper|person-\d@|Bearer/);
  });
});

test('a server of a build sends traces too, and a collector that does not answer is not waited for', async () => {
  const silent = createServer((socket) => socket.resume().on('error', () => {})).listen(0, '127.0.0.1');
  const asked = inFlight(once(silent, 'connection'));
  await once(silent, 'listening');
  const traced = startServerProcess({
    DATABASE_URL: world.database.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  await fetch(`${await traced.opened}/api/v1/products`);
  await asked;
  traced.kill('SIGTERM');
  expect(await traced.ended).toBe(0);
  silent.close();
});

test('OpenTelemetry is loaded where its variables are set, and nowhere else', async () => {
  const without = startServerProcess({ ...counted, METRICS: 'off' }, { from: 'sources' });
  const other = await without.opened;
  expect((await fetch(`${other}/metrics`)).status).toBe(404);
  for (const { kill } of [without, server]) kill('SIGTERM');
  expect([await without.ended, await server.ended]).toEqual([0, 0]);
  expect(without.output()).toContain('OpenTelemetry: 0 modules');
  expect(server.output()).toMatch(/OpenTelemetry: [1-9]\d* modules/);
});
