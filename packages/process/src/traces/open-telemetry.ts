import { setTimeout as sleep } from 'node:timers/promises';
import type { Span, Step, Tracer } from '@cartwright/kernel/telemetry';
import {
  type Attributes,
  context,
  type Context as OtelContext,
  type Span as OtelSpan,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** Milliseconds for the last spans, because a missing collector must not delay the end of a process. */
const farewell = 1_000;

const kinds: Record<Step['kind'], SpanKind> = {
  server: SpanKind.SERVER,
  internal: SpanKind.INTERNAL,
  consumer: SpanKind.CONSUMER,
};

/** A tracer whose collector and sampling come from OpenTelemetry's own variables. */
export function openTelemetryTracer(service: string): Tracer {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': service }))
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new NodeTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  const tracer = provider.getTracer('cartwright');

  return {
    step({ name, kind, facts = {}, traceparent }, work) {
      const parent = kind === 'internal' ? context.active() : contextFrom(traceparent);
      return tracer.startActiveSpan(name, { kind: kinds[kind], attributes: facts }, parent, (span) =>
        ending(span, () => work(toSpan(span))),
      );
    },

    query(statement, run) {
      // A query outside a span, such as a worker's poll, would be a trace of its own each time.
      if (!trace.getActiveSpan()) return run();
      const [verb = ''] = /\w+/.exec(statement) ?? [];
      const attributes: Attributes = { 'db.query.text': statement.slice(0, 2_000) };
      return tracer.startActiveSpan(verb.toLowerCase(), { kind: SpanKind.CLIENT, attributes }, (span) =>
        ending(span, run),
      );
    },

    close: () => Promise.race([provider.shutdown().catch(() => {}), sleep(farewell, undefined, { ref: false })]),
  };
}

/** Ends the span when `run` is done, at once or when its promise settles. */
function ending<T>(span: OtelSpan, run: () => T): T {
  const fail = (error: unknown) => {
    span.setStatus({ code: SpanStatusCode.ERROR });
    // Error messages can hold secrets; names and codes cannot.
    const { name, code } = error as { name?: string; code?: string };
    span.setAttribute('error.type', code ?? name ?? 'unknown');
    span.end();
  };
  try {
    const result = run();
    if (result instanceof Promise) {
      result.then(() => span.end(), fail);
    } else span.end();
    return result;
  } catch (error) {
    fail(error);
    throw error;
  }
}

function toSpan(span: OtelSpan): Span {
  const carrier: { traceparent?: string } = {};
  propagation.inject(trace.setSpan(ROOT_CONTEXT, span), carrier);
  return {
    ...carrier,
    note: (facts) => {
      for (const [name, value] of Object.entries(facts)) if (value !== undefined) span.setAttribute(name, value);
    },
  };
}

/** A job may start within a request that only woke its worker, so it does not inherit that context. */
function contextFrom(traceparent: string | undefined): OtelContext {
  return traceparent === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent });
}
