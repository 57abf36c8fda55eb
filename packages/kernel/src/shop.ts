import type { Database } from '@cartwright/db';
import type { Clock, ImageStore, Log, Mailer, PaymentProvider, TaxProvider, VatNumbers } from './ports.ts';
import type { IsReserved } from './reserved-words.ts';
import type { Settings } from './settings.ts';
import type { Streams } from './streams.ts';
import type { Metrics, Tracer } from './telemetry.ts';

/** A shop's parts, assembled once for each process. */
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
  /** Null if the table of tax rates computes the tax. */
  readonly taxProvider: TaxProvider | null;
  /** Null if the shop confirms no VAT numbers. */
  readonly vatNumbers: VatNumbers | null;
  readonly streams: Streams;
  /** Whether an API path occupies a chosen name, such as a slug. */
  readonly isReserved: IsReserved;
  /** Whether a procedure, by its name such as `cart.get`, has an input. */
  takesInput(procedure: string): boolean;
}
