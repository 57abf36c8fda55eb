import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { eq } from 'drizzle-orm';
import { raisePricingVersion } from '../../pricing/index.ts';
import { findRate, taxRateFacts, taxRateTarget } from './rate.ts';
import type { RemoveTaxRateInput } from './schema.ts';

/**
 * Removes a rate. Orders keep the tax that they were placed with.
 *
 * @throws NOT_FOUND, STALE_VERSION
 */
export async function removeTaxRate(ctx: UserContext, { id, version }: RemoveTaxRateInput): Promise<void> {
  await ctx.shop.db.transact(async (tx) => {
    const { taxRates } = tx.tables;
    await raisePricingVersion(tx);
    const { rate } = await findRate(tx, id, version);
    await tx.delete(taxRates).where(eq(taxRates.id, id));
    recordAudit(tx, ctx, { target: taxRateTarget(rate), before: taxRateFacts(rate), after: null });
  });
}
