import type { Settings } from '@cartwright/kernel/settings';
import { noTracer, type Tracer } from '@cartwright/kernel/telemetry';

/** A tracer that sends to the collector of the settings. Without a collector, OpenTelemetry is not loaded. */
export async function createTracer({ traces, serviceName }: Settings, service: string): Promise<Tracer> {
  if (!traces) return noTracer;
  const { openTelemetryTracer } = await import('./open-telemetry.ts');
  return openTelemetryTracer(serviceName ?? service);
}
