import type { IncomingMessage, ServerResponse } from 'node:http';
import { failureOf } from '@cartwright/kernel/failure-of';
import { kernelFailures } from '@cartwright/kernel/failures';
import { logUnavailable } from '@cartwright/kernel/refusals';
import type { Shop } from '@cartwright/kernel/shop';
import { createWatch, type ShopMetrics } from '@cartwright/process';
import { Hono } from 'hono';
import { accessLog } from './access-log.ts';
import { quickAnswers } from './cache/quick-answers.ts';
import { createReadCache } from './cache/read-cache.ts';
import { writeCookies } from './cookies.ts';
import { docsRoutes } from './docs/routes.ts';
import type { FrontendFolders } from './frontends/find.ts';
import { frontendRoutes } from './frontends/routes.ts';
import { securityHeaders, setDefaultHeaders } from './headers.ts';
import { healthRoutes } from './health.ts';
import { imageRoutes } from './images.ts';
import { clientLimit } from './limits/client-limit.ts';
import { mountMailbox } from './mailbox/index.ts';
import { corsFor, trustedOrigins } from './origins.ts';
import { ownHostsOnly } from './own-hosts.ts';
import { pageRoutes, servesStore } from './pages/routes.ts';
import { refuse } from './refuse.ts';
import type { Variables } from './request.ts';
import { mountRest } from './rest/mount.ts';
import { restPrefix } from './rest/prefix.ts';
import { problemResponse, type Refusal } from './rest/problem.ts';
import { rootRoutes } from './root.ts';
import { trpcHandler } from './trpc.ts';
import { trpcPrefix } from './trpc-address.ts';
import { answerUnsent, noteUnsent } from './unsent.ts';
import { mountStripeWebhook } from './webhooks/stripe.ts';

export interface App {
  readonly fetch: Hono['fetch'];
  /** Runs before `fetch`. Returns false for each request that `fetch` must handle. */
  answerAtOnce(incoming: IncomingMessage, outgoing: ServerResponse): boolean;
  /** Logs and counts a response that Node refuses to write, and returns the response to send in its place. */
  answerUnsent(request: { readonly path: string; readonly requestId: string }, error: unknown): Refusal;
}

/**
 * Builds the HTTP application with all its routes.
 *
 * @param parts `draining` aborts when the process is told to stop: `/readyz` reports it, and streams end. `metrics` are
 * served at `/metrics`. `frontends` are served at `/` and `/admin`
 */
export function createApp(
  shop: Shop,
  parts: { readonly draining?: AbortSignal; readonly metrics?: ShopMetrics; readonly frontends?: FrontendFolders } = {},
): App {
  const { settings } = shop;
  const cache = createReadCache(shop);
  const app = new Hono<{ Variables: Variables }>();

  const limit = clientLimit(settings);
  app.use(limit.count);
  const quick = quickAnswers(cache, limit, shop);
  app.use(quick.learn);
  app.use(accessLog(shop));
  const common = securityHeaders(settings);
  app.use((c, next) => {
    setDefaultHeaders(c, common);
    return next();
  });
  const surfaces = [`${trpcPrefix}/*`, `${restPrefix}/*`];
  for (const surface of surfaces) app.use(surface, corsFor(settings));
  app.use(limit.refuse);
  for (const surface of surfaces) app.use(surface, writeCookies(settings, trustedOrigins(settings)));

  app.on(['GET', 'POST'], `${trpcPrefix}/*`, trpcHandler(shop, cache));
  app.all(`${trpcPrefix}/*`, (c) => refuse(c, kernelFailures.METHOD_NOT_ALLOWED({ allow: ['GET', 'POST'] })));
  mountRest(app, shop, cache);
  mountStripeWebhook(app, shop);
  app.route('/', healthRoutes(createWatch(shop, parts)));
  app.route('/', imageRoutes(shop));
  if (settings.docs === 'on') app.route('/', docsRoutes(settings));
  app.use('/dev/*', ownHostsOnly(settings));
  if (settings.email.backend === 'dev') mountMailbox(app, shop);

  // The storefront shows pages of its own at most addresses of the first page and of the links in e-mails.
  app.route('/', frontendRoutes(settings, parts.frontends ?? {}));
  app.route('/', rootRoutes(settings));
  if (servesStore(settings)) app.route('/', pageRoutes(shop));
  app.notFound((c) => problemResponse(kernelFailures.NOT_FOUND({}), c.get('requestId')));
  app.onError((error, c) => {
    const failure = failureOf(error);
    const facts = { requestId: c.get('requestId'), procedure: c.get('procedure') };
    if (failure.code === 'UNAVAILABLE') logUnavailable(shop.log, { ...facts, err: error });
    else noteUnsent(shop, facts, error);
    return refuse(c, failure);
  });
  return {
    fetch: app.fetch,
    answerAtOnce: quick.answer,
    answerUnsent: (request, error) => answerUnsent(shop, request, error),
  };
}
