import type { Database } from '@cartwright/db';
import type { Clock, ImageStore, Log, Mailer, PaymentProvider } from './ports.ts';
import type { IsReserved } from './reserved-words.ts';
import type { Settings } from './settings.ts';
import type { Streams } from './streams.ts';
import type { Metrics, Tracer } from './telemetry.ts';

/** A shop's parts, put together once for each process. */
export interface Shop {
  readonly db: Database;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly mailer: Mailer;
  readonly images: ImageStore;
  readonly paymentProviders: ReadonlyMap<string, PaymentProvider>;
  readonly streams: Streams;
  /** Whether the API has a path in the place of a name that is chosen, such as a slug. */
  readonly isReserved: IsReserved;
}
