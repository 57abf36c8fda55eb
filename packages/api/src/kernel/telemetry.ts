/** Told what happens, for metrics. What is counted is bounded: procedures, jobs and codes of failures are ours. */
export interface Metrics {
  /** A request was answered. */
  request(method: string, status: number, seconds: number): void;
  /** A call ended with `ok`, with `replayed` where the answer is an earlier one, or with the code of its failure. */
  call(procedure: string, outcome: string, seconds: number): void;
  job(name: string, outcome: 'done' | 'failed', seconds: number): void;
  /** A read of the catalogue was looked for in the cache. */
  cache(outcome: 'hit' | 'miss'): void;
  /** An answer could not be sent, so that the caller got INTERNAL in its place or a part of it. */
  unsent(): void;
}

const ignore = () => {};

export const noMetrics: Metrics = { request: ignore, call: ignore, job: ignore, cache: ignore, unsent: ignore };

export interface Step {
  readonly name: string;
  readonly kind: 'server' | 'internal' | 'consumer';
  readonly facts?: Readonly<Record<string, string | number>>;
  /** The trace to go on with, where it began elsewhere. */
  readonly traceparent?: string | undefined;
}

/** A step that is under way. */
export interface Span {
  /** How to go on with this trace elsewhere, as W3C's header of that name writes it. */
  readonly traceparent?: string;
  note(facts: Readonly<Record<string, string | number | undefined>>): void;
}

/** Shows the steps of a request or a job, one within the other. */
export interface Tracer {
  /** Runs `work` as a step, which failed if it rejects. */
  step<T>(step: Step, work: (span: Span) => Promise<T>): Promise<T>;
  /** Runs a statement as a step of whatever is under way, if anything is. */
  query<T>(statement: string, run: () => T): T;
  /** Sends what was not sent yet. */
  close(): Promise<void>;
}

const noSpan: Span = { note: ignore };

export const noTracer: Tracer = {
  step: (_step, work) => work(noSpan),
  query: (_statement, run) => run(),
  close: async () => {},
};
