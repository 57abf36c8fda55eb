import { AsyncLocalStorage } from 'node:async_hooks';
import { z } from 'zod';

/** What a piece of work goes back to: known to all that is done for it, in the request and in the jobs it asks for. */
export interface Cause {
  readonly requestId: string;
  /** The trace to go on with, as W3C's header of that name writes it. */
  readonly traceparent?: string | undefined;
}

const storage = new AsyncLocalStorage<Cause>();

export function withCause<T>(cause: Cause, work: () => T): T {
  return storage.run(cause, work);
}

/** Undefined where nobody asked, such as while a process starts. */
export function currentCause(): Cause | undefined {
  return storage.getStore();
}

const field = '_cause';
const stored = z.object({ requestId: z.string(), traceparent: z.string().optional() });

/** A job's payload with what asked for the job. */
export function addCause(payload: Record<string, unknown>): Record<string, unknown> {
  const cause = currentCause();
  return cause ? { ...payload, [field]: cause } : payload;
}

/** Takes the two apart again. Jobs that the clock asks for have no cause. */
export function readCause(payload: unknown): { payload: unknown; cause: Cause | undefined } {
  if (typeof payload !== 'object' || payload === null) return { payload, cause: undefined };
  const { [field]: cause, ...own } = payload as Record<string, unknown>;
  return { payload: own, cause: stored.safeParse(cause).data };
}
