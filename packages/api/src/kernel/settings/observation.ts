import { z } from 'zod';
import { flag, port, setting, url } from './setting.ts';

/** What a shop tells of itself to those who watch it. */
export const observationSettings = {
  METRICS: setting(flag.optional(), {
    about: 'Figures for Prometheus at /metrics. They tell what a shop sells, so that in production they want a token.',
    neededBy: 'a production server whose /metrics only its own network reaches (on, without a token)',
    example: 'on',
    otherwise: '`on`; in production only with METRICS_TOKEN',
  }),
  METRICS_TOKEN: setting(z.string().min(16).optional(), {
    about: 'Who asks for /metrics must send it, as Authorization: Bearer.',
    neededBy: 'a production server that is watched by Prometheus',
    example: 'a-long-random-text-for-prometheus',
    form: '16 characters or more',
    otherwise: 'no token',
    needs: { setting: 'METRICS', isMet: (value: string) => /^on$/.test(value), words: 'METRICS=on', isMetUnset: true },
  }),
  WORKER_PORT: setting(port.optional(), {
    about: 'Where a worker answers /healthz, /readyz and /metrics, on HOST. 0 takes a free one.',
    neededBy: 'workers that are watched by Prometheus or by whatever restarts them',
    example: '9100',
    otherwise: 'a worker opens no port',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(url.optional(), {
    about:
      'Sends traces of requests, statements and jobs to this OpenTelemetry collector, at /v1/traces, as JSON over HTTP.',
    neededBy: 'whoever wants to see where the time of a request goes',
    example: 'http://collector.internal:4318',
    otherwise: 'no traces',
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: setting(url.optional(), {
    about: 'The same for traces alone, with its path.',
    neededBy: 'collectors with another path',
    example: 'http://collector.internal:4318/v1/traces',
    otherwise: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  }),
  OTEL_SERVICE_NAME: setting(z.string().optional(), {
    about:
      'How the process is called in traces. The other variables of OpenTelemetry, such as OTEL_TRACES_SAMPLER, count too.',
    neededBy: 'several shops that send to one collector',
    example: 'northwind-api',
    otherwise: '`cartwright-server`, `cartwright-worker`',
  }),
};
