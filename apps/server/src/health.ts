import type { Watch, WatchAnswer } from '@cartwright/process';
import { Hono } from 'hono';
import { compressed } from './compression/respond.ts';
import type { Variables } from './request.ts';

/** Serves load balancers, orchestrators and Prometheus. */
export function healthRoutes(watch: Watch): Hono<{ Variables: Variables }> {
  const app = new Hono<{ Variables: Variables }>();
  app.get('/healthz', () => respond(watch.healthz()));
  app.get('/readyz', async () => respond(await watch.readyz()));
  app.get('/metrics', async (c) => compressed(c, respond(await watch.metrics(c.req.header('authorization')))));
  return app;
}

function respond({ status, headers, body }: WatchAnswer): Response {
  return new Response(body, { status, headers });
}
