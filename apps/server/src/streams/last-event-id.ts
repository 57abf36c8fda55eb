import type { AppContext } from '../request.ts';

/**
 * The input with the id after which the client wants to go on. A browser that comes back asks for the same address as
 * before, so that its header knows more than its query.
 */
export function withLastEventId(c: AppContext, input: unknown): unknown {
  // Not an object: the input's own check says so.
  if (input !== undefined && (typeof input !== 'object' || input === null || Array.isArray(input))) return input;
  const inQuery = c.req.query('lastEventId');
  const lastEventId = c.req.header('last-event-id') || undefined;
  return {
    ...(inQuery !== undefined && { lastEventId: inQuery }),
    ...input,
    ...(lastEventId !== undefined && { lastEventId }),
  };
}
