import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { roundSeconds } from '../measurement.ts';

const defaultConnections = 50;

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: object;
}

export interface Load {
  readonly url: string;
  readonly connections?: number;
  /** The calls of one connection, repeated in order. */
  readonly calls: readonly Call[] | (() => readonly Call[]);
  /** The duration, or the total number of rounds through `calls`. */
  readonly until: { readonly seconds: number } | { readonly times: number };
  /** Allowed statuses other than 2xx. */
  readonly expected?: readonly number[];
}

export interface Answers {
  readonly seconds: number;
  /** The number of responses by status. */
  readonly statuses: ReadonlyMap<number, number>;
}

/**
 * Sends load from this process, which serves nothing.
 *
 * @throws a response is neither 2xx nor expected, because a fast failure must not count as fast
 */
export async function send({
  url,
  connections = defaultConnections,
  calls,
  until,
  expected = [],
}: Load): Promise<Answers> {
  const make = typeof calls === 'function' ? calls : () => calls;
  const length = make().length;
  const plans = new WeakMap<object, readonly Call[]>();
  const requests = Array.from(
    { length },
    (_, position): autocannon.Request => ({
      ...toRequest(make()[position]),
      ...(typeof calls === 'function' && {
        // autocannon gives a connection a new context each time it begins with the first call.
        setupRequest(request, context) {
          const plan = plans.get(context) ?? make();
          plans.set(context, plan);
          return { ...request, ...toRequest(plan[position]) };
        },
      }),
    }),
  );
  const result = await autocannon({
    url,
    connections,
    requests,
    sampleInt: 50,
    ...('seconds' in until ? { duration: until.seconds } : { amount: until.times * length }),
  });
  // The server still handles the last calls, which must not affect the next round.
  if ('seconds' in until) await sleep(150);
  const statuses = new Map(
    Object.entries(result.statusCodeStats ?? {}).map(([code, { count }]) => [Number(code), count ?? 0]),
  );
  const problems = [...statuses].filter(([status]) => (status < 200 || status > 299) && !expected.includes(status));
  if (problems.length > 0 || result.errors > 0) {
    const words = problems.map(([status, count]) => `${count} × ${status}`);
    throw new Error(`${url}${requests[0]?.path} failed: ${[...words, `${result.errors} errors`].join(', ')}`);
  }
  return { seconds: result.duration, statuses };
}

interface SteadyLoad extends Omit<Load, 'until'> {
  /** Approximate seconds of a round. */
  readonly seconds?: number;
  /** Counts only responses with this status. */
  readonly status?: number;
}

/**
 * Rounds of load with a fixed number of calls, as many as the previous round answered in that time. A round by time
 * would lose the calls in flight at its end, which with 50 clients and 200 responses a second is a third of a round.
 *
 * @returns a round, which resolves to the rounds through `calls` per second
 */
export function steady({ seconds = roundSeconds, status, ...load }: SteadyLoad): () => Promise<number> {
  const { connections = defaultConnections, calls } = load;
  const length = (typeof calls === 'function' ? calls() : calls).length;
  let perSecond = 0;
  return async () => {
    for (;;) {
      // Each connection sends equally many calls.
      const each = Math.max(2, Math.round((perSecond * seconds) / connections));
      const answers = await send({ ...load, until: { times: each * connections } });
      perSecond = rate(answers, status) / length;
      // The first round is a guess, and a round after a slow one is short.
      if (answers.seconds > seconds / 2) return perSecond;
    }
  };
}

/** Responses per second. */
export function rate({ seconds, statuses }: Answers, status?: number): number {
  const counted =
    status === undefined ? [...statuses.values()].reduce((sum, count) => sum + count, 0) : statuses.get(status);
  return (counted ?? 0) / seconds;
}

function toRequest({ method = 'GET', path, headers, body }: Call = { path: '/' }): autocannon.Request {
  return {
    method,
    path,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  };
}
