import { AsyncLocalStorage } from 'node:async_hooks';
import { z } from 'zod';

/** What a piece of work goes back to: known to all that is done for it, in the request and in the jobs it asks for. */
export interface Origin {
  readonly requestId: string;
  /** The trace to go on with, as W3C's header of that name writes it. */
  readonly traceparent?: string | undefined;
}

const storage = new AsyncLocalStorage<Origin>();

export function withOrigin<T>(origin: Origin, work: () => T): T {
  return storage.run(origin, work);
}

/** Undefined where nobody asked, such as while a process starts. */
export function currentOrigin(): Origin | undefined {
  return storage.getStore();
}

const field = '_origin';
const stored = z.object({ requestId: z.string(), traceparent: z.string().optional() });

/** A job's payload with what asked for the job. */
export function addOrigin(payload: Record<string, unknown>): Record<string, unknown> {
  const origin = currentOrigin();
  return origin ? { ...payload, [field]: origin } : payload;
}

/** Takes the two apart again. Jobs that the clock asks for have no origin. */
export function readOrigin(payload: unknown): { payload: unknown; origin: Origin | undefined } {
  if (typeof payload !== 'object' || payload === null) return { payload, origin: undefined };
  const { [field]: origin, ...own } = payload as Record<string, unknown>;
  return { payload: own, origin: stored.safeParse(origin).data };
}
