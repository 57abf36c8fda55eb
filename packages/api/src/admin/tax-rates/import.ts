import type { Reader, Transaction } from '@cartwright/db';
import { type AuditedChange, type AuditSource, recordAudits } from '@cartwright/kernel/audit';
import { kernelFailures } from '@cartwright/kernel/failures';
import { newId } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { inArray } from 'drizzle-orm';
import { raisePricingVersion, type TaxRateInput } from '../../pricing/index.ts';
import { toTaxRateView } from './list.ts';
import { keyOf, rowOf, taxRateFacts, taxRateTarget } from './rate.ts';
import { readRates } from './read-rates.ts';
import { mostTaxRates, type TaxRateView } from './schema.ts';

/** The numbers of rates of a file. */
export interface TaxRateImport {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
}

interface Step {
  readonly before: TaxRateView | undefined;
  readonly after: TaxRateInput;
}

/** Rows of one statement, well below the most parameters that a database takes. */
const batchSize = 250;

/**
 * Imports tax rates from CSV, or with `dryRun` reports the effect without writing. A rate of the file overwrites the
 * rate of the store with the same place, class and mode, and for the mode `adds` also the same name. Other rates of the
 * store stay. One transaction writes the whole file or nothing.
 *
 * @throws VALIDATION line and column of every issue, or the store would have more rates than it may
 * @example
 * await importTaxRates(shop, bytes, { dryRun: false, by: { actor: 'cli', action: 'admin.taxRates.import', at } });
 */
export async function importTaxRates(
  { db }: Pick<Shop, 'db'>,
  bytes: Uint8Array,
  { dryRun, by }: { readonly dryRun: boolean; readonly by: AuditSource },
): Promise<TaxRateImport> {
  const rates = await readRates(bytes);
  if (dryRun) return countsOf(await plan(db.read, rates));
  return db.transact(async (tx) => {
    await raisePricingVersion(tx);
    const steps = await plan(tx, rates);
    const written = steps.filter(isWritten);
    for (let start = 0; start < written.length; start += batchSize) {
      await write(tx, written.slice(start, start + batchSize), by);
    }
    return countsOf(steps);
  });
}

/** Compares the rates with those of the store. */
async function plan(read: Reader | Transaction, rates: readonly TaxRateInput[]): Promise<Step[]> {
  const rows = await read.select().from(read.tables.taxRates);
  const known = new Map(rows.map(toTaxRateView).map((rate) => [keyOf(rate), rate]));
  const steps = rates.map((after) => ({ before: known.get(keyOf(after)), after }));
  const total = rows.length + countsOf(steps).created;
  if (total > mostTaxRates) {
    const message = `A store has at most ${mostTaxRates} tax rates. It would have ${total}. Remove some first.`;
    throw kernelFailures.VALIDATION({ issues: [{ path: 'file', message, code: 'too_big' }] });
  }
  return steps;
}

/** Writes a changed rate as a new row with its old id, because that is one statement for many rates. */
async function write(tx: Transaction, steps: readonly Step[], by: AuditSource): Promise<void> {
  const { taxRates } = tx.tables;
  const changed = steps.flatMap(({ before }) => before?.id ?? []);
  if (changed.length > 0) await tx.delete(taxRates).where(inArray(taxRates.id, changed));
  const rates = steps.map(({ before, after }) => ({
    ...after,
    id: before?.id ?? newId(),
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? by.at,
    updatedAt: by.at,
  }));
  await tx.insert(taxRates).values(rates.map(rowOf));
  const changes = rates.map((rate, index): AuditedChange => {
    const before = steps[index]?.before;
    return { target: taxRateTarget(rate), before: before ? factsOf(before) : null, after: factsOf(rate) };
  });
  await recordAudits(tx, by, changes);
}

function factsOf({ version: _version, createdAt: _createdAt, updatedAt: _updatedAt, ...rate }: TaxRateView) {
  return taxRateFacts(rate);
}

function isWritten({ before, after }: Step): boolean {
  return before?.name !== after.name || before.basisPoints !== after.basisPoints;
}

function countsOf(steps: readonly Step[]): TaxRateImport {
  const created = steps.filter(({ before }) => before === undefined).length;
  const changed = steps.filter(isWritten).length - created;
  return { created, changed, unchanged: steps.length - created - changed };
}
