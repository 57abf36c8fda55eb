import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { parseChanged } from '@cartwright/kernel/parse-changed';
import { eq } from 'drizzle-orm';
import { raisePricingVersion, taxRateInput } from '../../pricing/index.ts';
import { toTaxRateView } from './list.ts';
import { findRate, refuseSecondRate, rowOf, taxRateTarget } from './rate.ts';
import type { TaxRateView, UpdateTaxRateInput } from './schema.ts';

/**
 * Changes the given fields of a rate. Orders keep the tax that they were placed with.
 *
 * @throws NOT_FOUND, STALE_VERSION, VALIDATION the changed rate contradicts itself or another one
 */
export function updateTaxRate(ctx: UserContext, { id, version, ...changes }: UpdateTaxRateInput): Promise<TaxRateView> {
  const at = ctx.shop.clock.now();
  return ctx.shop.db.transact(async (tx) => {
    const { taxRates } = tx.tables;
    await raisePricingVersion(tx);
    const known = await findRate(tx, id, version);
    const { id: _, ...before } = known.rate;
    const changed = parseChanged(taxRateInput, before, changes);
    await refuseSecondRate(tx, id, changed);
    const [row] = await tx
      .update(taxRates)
      .set({ ...rowOf(changed), version: known.version + 1, updatedAt: at })
      .where(eq(taxRates.id, id))
      .returning();
    if (!row) throw kernelFailures.NOT_FOUND({});
    const after = toTaxRateView(row);
    recordAudit(tx, ctx, { target: taxRateTarget(after), before, after: changed });
    return after;
  });
}
