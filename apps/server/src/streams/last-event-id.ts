import type { AppContext } from '../request.ts';

/**
 * Adds the client's last event id to the input. The header wins over the query, because a browser reconnects to the
 * same address with a newer header.
 */
export function withLastEventId(c: AppContext, input: unknown): unknown {
  // The input's own schema refuses an input that is not an object.
  if (input !== undefined && (typeof input !== 'object' || input === null || Array.isArray(input))) return input;
  const inQuery = c.req.query('lastEventId');
  const lastEventId = c.req.header('last-event-id') || undefined;
  return {
    ...(inQuery !== undefined && { lastEventId: inQuery }),
    ...input,
    ...(lastEventId !== undefined && { lastEventId }),
  };
}
