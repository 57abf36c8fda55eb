import type { Transaction } from '@cartwright/db';
import type { AuditedChange, AuditFacts } from '@cartwright/kernel/audit';
import { kernelFailures } from '@cartwright/kernel/failures';
import { refuseStale } from '@cartwright/kernel/stale';
import { and, eq, ne } from 'drizzle-orm';
import { type TaxRate, type TaxRateInput, toMillionths, toTaxRate } from '../../pricing/index.ts';

/** A rate and its version, which no other edit changes until the end of the transaction. */
export interface KnownRate {
  readonly rate: TaxRate;
  readonly version: number;
}

/** @throws NOT_FOUND, STALE_VERSION */
export async function findRate(tx: Transaction, id: string, version: number | undefined): Promise<KnownRate> {
  const { taxRates } = tx.tables;
  const [row] = await tx.select().from(taxRates).where(eq(taxRates.id, id));
  if (!row) throw kernelFailures.NOT_FOUND({});
  refuseStale(row, version);
  return { rate: toTaxRate(row), version: row.version };
}

/**
 * Refuses a second rate that replaces others for the same place and class, and a second one of the same name that adds.
 *
 * @throws VALIDATION
 */
export async function refuseSecondRate(tx: Transaction, id: string, input: TaxRateInput): Promise<void> {
  const { taxRates: r } = tx.tables;
  const { country, region, postalPrefix, taxClass, mode, name } = rowOf(input);
  const [other] = await tx
    .select({ name: r.name })
    .from(r)
    .where(
      and(
        ne(r.id, id),
        eq(r.country, country),
        eq(r.region, region),
        eq(r.postalPrefix, postalPrefix),
        eq(r.taxClass, taxClass),
        eq(r.mode, mode),
        mode === 'adds' ? eq(r.name, name) : undefined,
      ),
    )
    .limit(1);
  if (!other) return;
  const message =
    mode === 'adds'
      ? `This place already has a rate called ${name} for the class ${taxClass}. Change that one, or choose another name.`
      : `${other.name} already replaces other rates of the class ${taxClass} in this place. Change that one instead.`;
  throw kernelFailures.VALIDATION({ issues: [{ path: mode === 'adds' ? 'name' : 'mode', message, code: 'taken' }] });
}

/** The columns of a rate. Empty text stands for a whole country or region, so that unique indexes compare it. */
export function rowOf<Rate extends TaxRateInput>({ region, postalPrefix, basisPoints, ...rate }: Rate) {
  return { ...rate, millionths: toMillionths(basisPoints), region: region ?? '', postalPrefix: postalPrefix ?? '' };
}

/** The fields by which the unique indexes of the table keep rates apart, as text. */
export function keyOf({ country, region, postalPrefix, taxClass, mode, name }: TaxRateInput): string {
  return JSON.stringify([country, region, postalPrefix, taxClass, mode, mode === 'adds' ? name : null]);
}

export function taxRateTarget({ id, name, country }: TaxRate): AuditedChange['target'] {
  return { type: 'tax rate', id, label: `${country} ${name}` };
}

export function taxRateFacts({ id: _, ...facts }: TaxRate): AuditFacts {
  return facts;
}
