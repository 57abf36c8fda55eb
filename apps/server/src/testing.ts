import { startWorker } from '@cartwright/api';
import { createTestShop, type TestShop } from '@cartwright/api/testing';
import type { TestDatabase } from '@cartwright/db/testing';
import type { Log } from '@cartwright/kernel/ports';
import type { Shop } from '@cartwright/kernel/shop';
import type { ShopMetrics } from '@cartwright/process';
import { createApp } from './app.ts';
import type { FrontendFolders } from './frontends/find.ts';
import { type ConnectionLimits, listen } from './listen.ts';

/** A shop that answers over HTTP. */
export interface TestServer extends TestShop {
  readonly url: string;
}

export interface TestServerOptions {
  readonly worker?: boolean;
  readonly log?: Log;
  /** A database to use in place of the test run's. */
  readonly database?: TestDatabase;
  /** The metrics for `/metrics`; a test server has none by default. */
  readonly metrics?: ShopMetrics;
  /** Limits that differ from the server's defaults. */
  readonly limits?: Partial<ConnectionLimits>;
  /** Built frontends to serve; none by default. */
  readonly frontends?: FrontendFolders;
  /** Wraps the shop that the server uses. */
  readonly decorate?: (shop: Shop) => Shop;
}

/**
 * Starts a server on a free port with a shop and, by default, a worker of its own.
 *
 * @example
 * const server = await startTestServer();
 * const answer = await fetch(`${server.url}/api/v1/products`);
 */
export async function startTestServer(
  env: Record<string, string> = {},
  options: TestServerOptions = {},
): Promise<TestServer> {
  const {
    worker: withWorker = true,
    log,
    database,
    metrics,
    limits = {},
    frontends = {},
    decorate = (shop: Shop) => shop,
  } = options;
  const counting = metrics && { metrics };
  const test = await createTestShop(env, { ...(log && { log }), ...(database && { database }), ...counting });
  const app = createApp(decorate(test.shop), { ...counting, frontends });
  const server = await listen(app, { host: '127.0.0.1', port: 0, limits });
  const worker = withWorker ? await startWorker(test.shop, 4) : undefined;
  return {
    ...test,
    url: `http://127.0.0.1:${server.port}`,
    async close() {
      test.shop.streams.close();
      await server.stop();
      await worker?.stop();
      await test.close();
    },
  };
}
