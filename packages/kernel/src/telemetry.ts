/**
 * Receives counts for metrics. Label values are bounded, because they are the names of procedures, jobs and failures.
 */
export interface Metrics {
  /** Counts an answered request. */
  request(method: string, status: number, seconds: number): void;
  /** Counts a call that ended with `ok`, with `replayed` for an earlier answer, or with the code of its failure. */
  call(procedure: string, outcome: string, seconds: number): void;
  job(name: string, outcome: 'done' | 'failed', seconds: number): void;
  /** Counts a look-up of a catalogue read in the cache. */
  cache(outcome: 'hit' | 'miss'): void;
  /** Counts an answer that could not be sent, so that the caller got INTERNAL or only a part. */
  unsent(): void;
}

const ignore = () => {};

export const noMetrics: Metrics = { request: ignore, call: ignore, job: ignore, cache: ignore, unsent: ignore };

export interface Step {
  readonly name: string;
  readonly kind: 'server' | 'internal' | 'consumer';
  readonly facts?: Readonly<Record<string, string | number>>;
  /** The trace to continue, if it began elsewhere. */
  readonly traceparent?: string | undefined;
}

/** A running step. */
export interface Span {
  /** The trace's position in the form of W3C's header, to continue it elsewhere. */
  readonly traceparent?: string;
  note(facts: Readonly<Record<string, string | number | undefined>>): void;
}

/** Records the nested steps of a request or a job. */
export interface Tracer {
  /** Runs `work` as a step. The step fails if `work` rejects. */
  step<T>(step: Step, work: (span: Span) => Promise<T>): Promise<T>;
  /** Runs a statement as a step of the current one, if there is one. */
  query<T>(statement: string, run: () => T): T;
  /** Sends the remaining spans. */
  close(): Promise<void>;
}

const noSpan: Span = { note: ignore };

export const noTracer: Tracer = {
  step: (_step, work) => work(noSpan),
  query: (_statement, run) => run(),
  close: async () => {},
};
