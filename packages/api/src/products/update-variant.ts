import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { eq } from 'drizzle-orm';
import { variantFacts, variantTarget } from './audit.ts';
import { lockVariant, settleProduct } from './lock.ts';
import { toVariant } from './read.ts';
import type { UpdateVariantInput, Variant } from './schema.ts';
import { writeVariant } from './write-variant.ts';

/**
 * Edits a variant, based on the version that its editor saw. `stock.adjust` and `stock.set` change its stock.
 *
 * @throws NOT_FOUND, STALE_VERSION, SKU_TAKEN, VALIDATION
 */
export function updateVariant(ctx: UserContext, input: UpdateVariantInput): Promise<Variant> {
  const { db, clock } = ctx.shop;
  const at = clock.now();
  return db.transact(async (tx) => {
    const { variants } = tx.tables;
    const { product, variant } = await lockVariant(tx, { ...input, at });
    await writeVariant(tx, variant, input, at);
    await settleProduct(tx, product);
    const [written = variant] = await tx.select().from(variants).where(eq(variants.id, variant.id));
    recordAudit(tx, ctx, {
      target: variantTarget(written),
      before: variantFacts(variant),
      after: variantFacts(written),
    });
    return toVariant(written, 'admin');
  });
}
