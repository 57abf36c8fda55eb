import pg from 'pg';
import { isConnectionLost } from './errors.ts';
import type { DatabaseOptions } from './options.ts';

const checkMilliseconds = 2_000;

/**
 * A pool whose connections do not end the process when Postgres closes them. A connection that turns out to be dead makes
 * the pool check all idle ones at once, because what killed one, such as a failover, has mostly killed the others too. Each
 * would otherwise cost its next user the whole wait for an answer.
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
  // Without a listener a connection that Postgres closes ends the process.
  pool.on('error', (error) => onConnectionLost?.(error));
  // So does one that is closed while in use; there the query that runs next on it fails.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Takes every idle connection, and returns to the pool those on which Postgres answers. */
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

/** pg's client, which tells of each query that fails: the pool reports idle connections only. */
function observed(onFailure: (error: unknown) => void): typeof pg.Client {
  type Query = (...parameters: unknown[]) => unknown;
  return class ObservedClient extends pg.Client {
    // pg overloads query(), and answers by a promise or to a callback, which comes last.
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
