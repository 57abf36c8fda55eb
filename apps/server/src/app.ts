import { failureOf, kernelFailures, type Shop } from '@cartwright/api';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { secureHeaders } from 'hono/secure-headers';
import { docsRoutes } from './docs/routes.ts';
import { healthRoutes } from './health.ts';
import { imageRoutes } from './images.ts';
import { mountMailbox } from './mailbox/index.ts';
import { requestIdOf, type Variables } from './request.ts';
import { mountRest, restPrefix } from './rest/mount.ts';
import { problemResponse } from './rest/problem.ts';
import { trpcHandler, trpcPrefix } from './trpc.ts';

/** Everything that the server answers to. */
export function createApp(shop: Shop): Hono<{ Variables: Variables }> {
  const { settings, log } = shop;
  const app = new Hono<{ Variables: Variables }>();

  app.use(async (c, next) => {
    const requestId = requestIdOf(c.req.header('x-request-id'));
    c.set('requestId', requestId);
    const started = performance.now();
    await next();
    c.res.headers.set('x-request-id', requestId);
    const ms = Math.round(performance.now() - started);
    log.debug({ requestId, method: c.req.method, path: c.req.path, status: c.res.status, ms }, 'request');
  });
  app.use(secureHeaders({ crossOriginResourcePolicy: false }));
  app.use(`${trpcPrefix}/*`, corsFor(shop));
  app.use(`${restPrefix}/*`, corsFor(shop));

  app.on(['GET', 'POST'], `${trpcPrefix}/*`, trpcHandler(shop));
  mountRest(app, shop);
  app.route('/', healthRoutes(shop));
  app.route('/', imageRoutes(shop));
  if (settings.docs === 'on') app.route('/', docsRoutes(settings.publicUrl));
  if (settings.email.backend === 'dev') mountMailbox(app, shop);

  app.get('/', (c) => (settings.docs === 'on' ? c.redirect('/docs') : c.text('Cartwright')));
  app.notFound((c) => problemResponse(kernelFailures.NOT_FOUND({}), c.get('requestId')));
  app.onError((error, c) => {
    log.error({ requestId: c.get('requestId'), err: error }, 'request failed');
    return problemResponse(failureOf(error), c.get('requestId'));
  });
  return app;
}

/** Frontends of the allowed origins; while developing, also those on this machine. */
function corsFor({ settings }: Shop) {
  const isLocal = (origin: string) => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);
  return cors({
    origin: (origin) =>
      settings.allowedOrigins.includes(origin) || (!settings.isProduction && isLocal(origin)) ? origin : null,
    allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'x-cart-token', 'x-request-id'],
    exposeHeaders: ['idempotent-replayed', 'retry-after', 'x-request-id'],
    maxAge: 600,
  });
}
