import { AsyncLocalStorage } from 'node:async_hooks';
import { z } from 'zod';

/** The request behind a piece of work. Its jobs inherit it. */
export interface Origin {
  readonly requestId: string;
  /** The trace to continue, in the form of W3C's header. */
  readonly traceparent?: string | undefined;
}

const storage = new AsyncLocalStorage<Origin | undefined>();

export function withOrigin<T>(origin: Origin | undefined, work: () => T): T {
  return storage.run(origin, work);
}

/** Undefined outside of requests and jobs, such as while a process starts. */
export function currentOrigin(): Origin | undefined {
  return storage.getStore();
}

const field = '_origin';
const stored = z.object({ requestId: z.string(), traceparent: z.string().optional() });

/** Adds the current origin to a job's payload. */
export function addOrigin(payload: Record<string, unknown>): Record<string, unknown> {
  const origin = currentOrigin();
  return origin ? { ...payload, [field]: origin } : payload;
}

/** Separates payload and origin. Scheduled jobs have no origin. */
export function readOrigin(payload: unknown): { payload: unknown; origin: Origin | undefined } {
  if (typeof payload !== 'object' || payload === null) return { payload, origin: undefined };
  const { [field]: origin, ...own } = payload as Record<string, unknown>;
  return { payload: own, origin: stored.safeParse(origin).data };
}
