import type { Watch, WatchAnswer } from '@cartwright/process';
import { Hono } from 'hono';

/** What load balancers, orchestrators and Prometheus ask. */
export function healthRoutes(watch: Watch): Hono {
  const app = new Hono();
  app.get('/healthz', () => respond(watch.healthz()));
  app.get('/readyz', async () => respond(await watch.readyz()));
  app.get('/metrics', async (c) => respond(await watch.metrics(c.req.header('authorization'))));
  return app;
}

function respond({ status, headers, body }: WatchAnswer): Response {
  return new Response(body, { status, headers });
}
