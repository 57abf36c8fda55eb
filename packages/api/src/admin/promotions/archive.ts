import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { eq } from 'drizzle-orm';
import { raisePricingVersion } from '../../pricing/index.ts';
import { findPromotion, promotionTarget } from './promotion.ts';
import type { ArchivePromotionInput } from './schema.ts';

/**
 * Ends a promotion for new orders. Its codes stay with it until another promotion takes them. Orders keep their
 * discount.
 *
 * @throws NOT_FOUND, STALE_VERSION
 */
export async function archivePromotion(ctx: UserContext, { id, version }: ArchivePromotionInput): Promise<void> {
  const at = ctx.shop.clock.now();
  await ctx.shop.db.transact(async (tx) => {
    const { promotions } = tx.tables;
    await raisePricingVersion(tx);
    const known = await findPromotion(tx, id, version);
    if (known.isArchived) return;
    await tx
      .update(promotions)
      .set({ archivedAt: at, version: known.version + 1, updatedAt: at })
      .where(eq(promotions.id, id));
    recordAudit(tx, ctx, {
      target: promotionTarget(known.promotion),
      before: { archivedAt: null },
      after: { archivedAt: at },
    });
  });
}
