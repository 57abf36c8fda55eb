import { setTimeout as sleep } from 'node:timers/promises';
import type { Shop } from '@cartwright/api';
import { Hono } from 'hono';

/**
 * `/healthz` says that the process lives; `/readyz` that it can serve: it was not told to stop, and the database answers
 * and is up to date.
 */
export function healthRoutes(shop: Shop, draining?: AbortSignal): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const reason = draining?.aborted ? 'The server is stopping.' : await reasonNotReady(shop);
    return reason === undefined ? c.json({ status: 'ready' }) : c.json({ status: 'not ready', reason }, 503);
  });
  return app;
}

async function reasonNotReady({ db }: Shop): Promise<string | undefined> {
  const answer = await Promise.race([
    db.isMigrated().catch(() => 'The database does not answer.'),
    sleep(500, 'The database takes longer than 500 ms.', { ref: false }),
  ]);
  if (typeof answer === 'string') return answer;
  return answer ? undefined : 'The database lacks migrations: run "cartwright migrate".';
}
