import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { parseChanged } from '@cartwright/kernel/parse-changed';
import { eq } from 'drizzle-orm';
import { raisePricingVersion, shippingMethodInput } from '../../pricing/index.ts';
import { toShippingMethodView } from './list.ts';
import { findMethod, shippingMethodFacts, shippingMethodTarget } from './method.ts';
import type { ShippingMethodView, UpdateShippingMethodInput } from './schema.ts';

/**
 * Changes the given fields of a method. Orders keep the price that they were placed with.
 *
 * @throws NOT_FOUND, STALE_VERSION, VALIDATION the changed method contradicts itself
 */
export function updateShippingMethod(
  ctx: UserContext,
  { id, version, ...changes }: UpdateShippingMethodInput,
): Promise<ShippingMethodView> {
  const at = ctx.shop.clock.now();
  return ctx.shop.db.transact(async (tx) => {
    const { shippingMethods } = tx.tables;
    await raisePricingVersion(tx);
    const known = await findMethod(tx, id, version);
    const before = shippingMethodFacts(known.method);
    const changed = parseChanged(shippingMethodInput, before, changes);
    const [row] = await tx
      .update(shippingMethods)
      .set({ ...changed, version: known.version + 1, updatedAt: at })
      .where(eq(shippingMethods.id, id))
      .returning();
    if (!row) throw kernelFailures.NOT_FOUND({});
    const after = toShippingMethodView(row);
    recordAudit(tx, ctx, { target: shippingMethodTarget(after), before, after: changed });
    return after;
  });
}
