import type { Failure } from '@cartwright/kernel/failures';
import { heartbeatMilliseconds } from '@cartwright/kernel/streams';
import superjson from 'superjson';
import { trpcErrorOf } from '../refuse.ts';
import { problemOf } from '../rest/problem.ts';

/** The delay before clients reconnect. */
const retry = 'retry: 2000\n';

/** The same on both surfaces. tRPC's own client ignores events of this name. */
const reset = 'event: reset\ndata: {}\n\n';

export interface StreamedEvent {
  readonly id: string;
  readonly type: string;
}

/** The format of a stream on one surface. */
export interface Dialect {
  readonly opening: string;
  /** A sign that the stream is alive. */
  readonly heartbeat: string;
  event(id: string, event: StreamedEvent): string;
  /** Tells that events before the next one may be missing, because the database went back. */
  readonly reset: string;
  /** The last message of a stream that failed. */
  problem(failure: Failure): string;
}

/** A REST event has its type as its name and its JSON as its data. */
export function restDialect(requestId: string): Dialect {
  return {
    opening: `${retry}\n`,
    heartbeat: ': still here\n\n',
    reset,
    event: (id, event) => `id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
    problem: (failure) => `event: problem\ndata: ${JSON.stringify(problemOf(failure, requestId))}\n\n`,
  };
}

const connected = JSON.stringify({ reconnectAfterInactivityMs: 3 * heartbeatMilliseconds });

/** The format that `httpSubscriptionLink` reads. */
export function trpcDialect(requestId: string): Dialect {
  const encode = (value: object) => JSON.stringify(superjson.serialize(value));
  return {
    opening: `${retry}event: connected\ndata: ${connected}\n\n`,
    heartbeat: 'event: ping\ndata: \n\n',
    reset,
    event: (id, event) => `data: ${encode(event)}\nid: ${id}\n\n`,
    problem: (failure) => `event: serialized-error\ndata: ${encode(trpcErrorOf(failure, requestId))}\n\n`,
  };
}
