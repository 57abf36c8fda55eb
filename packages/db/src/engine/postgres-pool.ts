import pg from 'pg';
import { isConnectionLost } from './errors.ts';
import type { DatabaseOptions } from './options.ts';

const checkMilliseconds = 2_000;

/**
 * A pool that survives connections which Postgres closes. One dead connection makes it check all idle ones, because a
 * failover has usually ended them too. Each would otherwise cost its next user the full wait for an answer.
 */
export function openPool(settings: pg.PoolConfig, { onConnectionLost }: DatabaseOptions): pg.Pool {
  let isChecking = false;
  const check = async () => {
    if (isChecking) return;
    isChecking = true;
    await checkIdle(pool);
    isChecking = false;
  };
  const onFailure = (error: unknown) => {
    if (isConnectionLost(error)) void check();
  };
  const pool = new pg.Pool({ ...settings, Client: observed(onFailure) });
  // Without a listener, a connection that Postgres closes ends the process.
  pool.on('error', (error) => onConnectionLost?.(error));
  // A connection that closes while in use emits `error` too. The next query on it reports the failure.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Takes each idle connection, and returns it to the pool if Postgres answers on it. */
async function checkIdle(pool: pg.Pool): Promise<void> {
  const check = async () => {
    const client = await pool.connect();
    const query = { text: 'select 1', query_timeout: checkMilliseconds };
    await client.query(query).then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  };
  await Promise.allSettled(Array.from({ length: pool.idleCount }, check));
}

/** pg's client, extended to report each failed query, because the pool reports idle connections only. */
function observed(onFailure: (error: unknown) => void): typeof pg.Client {
  type Query = (...parameters: unknown[]) => unknown;
  return class ObservedClient extends pg.Client {
    // `query()` returns a promise, or calls its last argument back.
    override query = ((...parameters: unknown[]) => {
      const send = super.query.bind(this) as Query;
      const callback = parameters.at(-1);
      if (typeof callback !== 'function') {
        const answer = send(...parameters);
        if (answer instanceof Promise) answer.catch(onFailure);
        return answer;
      }
      return send(...parameters.slice(0, -1), (error: unknown, result: unknown) => {
        if (error) onFailure(error);
        callback(error, result);
      });
    }) as pg.Client['query'];
  };
}
