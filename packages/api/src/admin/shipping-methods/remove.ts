import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { eq } from 'drizzle-orm';
import { raisePricingVersion } from '../../pricing/index.ts';
import { findMethod, shippingMethodFacts, shippingMethodTarget } from './method.ts';
import type { RemoveShippingMethodInput } from './schema.ts';

/**
 * Removes a method. Orders keep the price that they were placed with.
 *
 * @throws NOT_FOUND, STALE_VERSION
 */
export async function removeShippingMethod(
  ctx: UserContext,
  { id, version }: RemoveShippingMethodInput,
): Promise<void> {
  await ctx.shop.db.transact(async (tx) => {
    const { shippingMethods } = tx.tables;
    await raisePricingVersion(tx);
    const { method } = await findMethod(tx, id, version);
    await tx.delete(shippingMethods).where(eq(shippingMethods.id, id));
    recordAudit(tx, ctx, { target: shippingMethodTarget(method), before: shippingMethodFacts(method), after: null });
  });
}
