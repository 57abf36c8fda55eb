import { z } from 'zod';
import { flag, port, setting, url } from './setting.ts';

/** Metrics and traces for operators. */
export const observationSettings = {
  METRICS: setting(flag.optional(), {
    about:
      'Serves metrics for Prometheus at /metrics. In production they need METRICS_TOKEN by default, because they show how much the shop sells.',
    neededBy: 'a production server with a /metrics that only its own network can reach (on, without a token)',
    example: 'on',
    otherwise: '`on`; in production `off` without METRICS_TOKEN',
  }),
  METRICS_TOKEN: setting(z.string().min(16).optional(), {
    about: 'Token that Prometheus must send for /metrics, as Authorization: Bearer.',
    neededBy: 'a production server that Prometheus scrapes',
    example: 'a-long-random-text-for-prometheus',
    form: '16 characters or more',
    otherwise: 'no token',
    needs: { setting: 'METRICS', isMet: (value: string) => /^on$/.test(value), words: 'METRICS=on', isMetUnset: true },
  }),
  WORKER_PORT: setting(port.optional(), {
    about: 'Port on which a worker serves /healthz, /readyz and /metrics, at HOST. 0 means any free port.',
    neededBy: 'workers that Prometheus scrapes or that an orchestrator probes',
    example: '9100',
    otherwise: 'a worker opens no port',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(url.optional(), {
    about:
      'Sends traces of requests, statements and jobs to this OpenTelemetry collector, at /v1/traces, as JSON over HTTP.',
    neededBy: 'operators investigating how requests spend their time',
    example: 'http://collector.internal:4318',
    otherwise: 'no traces',
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: setting(url.optional(), {
    about: 'Full address of the collector for traces, including the path.',
    neededBy: 'a collector with a path other than /v1/traces',
    example: 'http://collector.internal:4318/v1/traces',
    otherwise: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  }),
  OTEL_SERVICE_NAME: setting(z.string().optional(), {
    about:
      'Name of the process in traces. The other variables of OpenTelemetry, such as OTEL_TRACES_SAMPLER, work too.',
    neededBy: 'several shops that use one collector',
    example: 'northwind-api',
    otherwise: '`cartwright-server`, `cartwright-worker`',
  }),
};
